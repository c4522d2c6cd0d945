// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why a record, or an event in it, wasn't used.
public enum RejectReason: String, Hashable, Sendable, CaseIterable {
  /// The file's syntax breaks there.
  case malformed
  /// It doesn't say which thing it is about.
  case noID = "no_id"
  /// A row before it has the same id.
  case duplicateID = "duplicate_id"
  /// A value isn't what its fact needs.
  case value
  /// It names an account that isn't there.
  case unknownAccount = "unknown_account"
  /// It names a contact that isn't there.
  case unknownContact = "unknown_contact"
  /// It names a deal that isn't there.
  case unknownDeal = "unknown_deal"
  /// Another contact has its role address.
  case sharedAddress = "shared_address"
  /// An event without a date.
  case undated
  /// A condition or a text over the row's columns fails.
  case expression
}

/// One record that wasn't used.
public struct Rejection: Hashable, Sendable {
  /// The file, as the mapping names it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The byte within the line, from 1; 0 for the line as a whole.
  public let column: Int
  /// Why.
  public let reason: RejectReason
  /// What it is about: an id, a column, what was expected.
  public let detail: String

  /// Describes a rejection.
  public init(
    file: String, line: Int, column: Int = 0, reason: RejectReason, detail: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
    self.detail = detail
  }
}

/// A column that nothing reads.
public struct UnknownColumn: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// Names that it may stand for, nearest first.
  public let nearest: [String]
}

/// What became of the records of a set of files.
public struct LoadReport: Hashable, Sendable {
  /// Records that were read, those without use included.
  public internal(set) var recordCount = 0
  /// How many accounts were added.
  public internal(set) var accountCount = 0
  /// How many contacts were added.
  public internal(set) var contactCount = 0
  /// How many deals were added.
  public internal(set) var dealCount = 0
  /// How many contacts turned out to be persons that were there already.
  public internal(set) var mergedCount = 0
  /// How many suppressions were added.
  public internal(set) var suppressionCount = 0
  /// How many events were found, by name.
  public internal(set) var eventCounts: [String: Int] = [:]
  /// How many records weren't used, by reason.
  public private(set) var rejectedCounts: [RejectReason: Int] = [:]
  /// The first of them.
  public private(set) var rejections: [Rejection] = []
  /// Columns that nothing reads, in file order.
  public internal(set) var unknownColumns: [UnknownColumn] = []

  /// Rejections are all counted, but only so many are listed.
  public static let mostListed = 1_000

  /// How many records weren't used.
  public var rejectedCount: Int { rejectedCounts.values.reduce(0, +) }

  /// Adds what became of the next records of the same file.
  ///
  /// - Parameter lines: How many lines lie before the other report's.
  mutating func append(_ next: LoadReport, below lines: Int) {
    recordCount += next.recordCount
    contactCount += next.contactCount
    for (reason, count) in next.rejectedCounts { rejectedCounts[reason, default: 0] += count }
    for rejection in next.rejections.prefix(Self.mostListed - rejections.count) {
      rejections.append(
        Rejection(
          file: rejection.file, line: rejection.line + lines, column: rejection.column,
          reason: rejection.reason, detail: rejection.detail))
    }
  }

  /// Counts a record, and refuses it: it can't be read.
  mutating func reject(_ problem: RecordProblem, _ file: String) {
    recordCount += 1
    reject(.malformed, file, line: problem.line, column: problem.column, problem.reason)
  }

  mutating func reject(
    _ reason: RejectReason, _ file: String, line: Int, column: Int = 0,
    _ detail: @autoclosure () -> String
  ) {
    rejectedCounts[reason, default: 0] += 1
    guard rejections.count < Self.mostListed else { return }
    rejections.append(
      Rejection(file: file, line: line, column: column, reason: reason, detail: detail()))
  }
}

/// Why a set of files can't be read at all.
public enum LoadError: Error, Hashable, Sendable {
  /// A file can't be opened or read.
  case file(FileError)
  /// The first record isn't a header.
  case header(file: String, RecordProblem)
  /// The file has no column of a name that is needed.
  case noColumn(file: String, column: String, nearest: [String])
  /// Two columns mean the same.
  case columnTwice(file: String, column: String)
  /// The mapping fills a fact that the schema doesn't have.
  case unknownFact(String, nearest: [String])
  /// The mapping makes an event that the schema doesn't have.
  case unknownEvent(String, nearest: [String])
}

extension LoadError: CustomStringConvertible {
  /// What stands in the way, as a person at the terminal reads it.
  public var description: String {
    switch self {
    case .file(let error): "`\(error.path)` can't be read: \(error.reason)"
    case .header(let file, let problem):
      "\(file):\(problem.line): the header can't be read: \(problem.reason)"
    case .noColumn(let file, let column, let nearest):
      "\(file) has no column `\(column)`\(Self.hint(nearest))"
    case .columnTwice(let file, let column): "\(file) has two columns for `\(column)`"
    case .unknownFact(let name, let nearest):
      "no fact is called `\(name)`\(Self.hint(nearest))"
    case .unknownEvent(let name, let nearest):
      "no event is called `\(name)`\(Self.hint(nearest))"
    }
  }

  private static func hint(_ nearest: [String]) -> String {
    nearest.first.map { "; did you mean `\($0)`?" } ?? ""
  }
}
