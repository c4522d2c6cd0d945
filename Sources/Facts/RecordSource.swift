// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What the next record of a file is.
public enum RecordOutcome: Hashable, Sendable {
  /// A record, whose fields can be asked for.
  case record
  /// A record that isn't one, with the place and what was expected; reading goes on after it.
  case problem(RecordProblem)
  /// Nothing more.
  case end
}

/// Why a record of a file can't be read.
public struct RecordProblem: Error, Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The byte within the line, from 1; 0 for the line as a whole.
  public let column: Int
  /// What was expected, in words.
  public let reason: String

  /// Names the place and the reason.
  public init(line: Int, column: Int, reason: String) {
    self.line = line
    self.column = column
    self.reason = reason
  }
}

/// One field of a record, as its file writes it.
struct RawField {
  /// How it is written.
  enum Kind: UInt8 {
    /// The record has no such field.
    case missing
    /// Known to be none: an empty cell, a null.
    case empty
    /// A cell, or a string without its quotes and escapes.
    case text
    /// A JSON number.
    case number
    /// `true` or `false` in JSON.
    case bool
    /// A JSON array, brackets included.
    case array
    /// A JSON object.
    case object
  }

  var kind: Kind
  /// The text; it stays there until the next record.
  var bytes: UnsafeBufferPointer<UInt8>

  static var missing: RawField {
    RawField(kind: .missing, bytes: UnsafeBufferPointer(start: nil, count: 0))
  }
}

/// A file of records whose fields are numbered by the places that its reader was asked for.
protocol RecordSource: ~Copyable {
  /// Goes to the next record.
  mutating func next() throws(FileError) -> RecordOutcome
  /// One field of the record.
  func field(_ index: Int) -> RawField
  /// How many fields the reader knows; it may grow while reading.
  var fieldCount: Int { get }
  /// The name of a field.
  func fieldName(_ index: Int) -> String
  /// The line where the record begins, from 1.
  var line: Int { get }
}
