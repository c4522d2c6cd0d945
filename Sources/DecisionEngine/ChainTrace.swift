// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Guards

/// What the guards of one chain said of one step, in chain order.
///
/// Recorded as plain numbers beside what the bundle says of the chain, so that recording a guard
/// allocates nothing and counts no references; texts are made for whoever asks for them.
public struct ChainTrace: RandomAccessCollection, Sendable {
  /// Shared by all copies and never changed.
  final class Storage: Sendable {
    let record: Record

    init(_ record: Record) { self.record = record }
  }

  private let storage: Storage?

  /// Nothing was asked.
  public init() { storage = nil }

  init(_ record: Record) { storage = Storage(record) }

  /// The position of the first guard.
  public var startIndex: Int { 0 }
  /// The position behind the last guard.
  public var endIndex: Int { storage?.record.guards.count ?? 0 }

  /// What one guard said.
  public subscript(position: Int) -> GuardTrace {
    guard let storage else { preconditionFailure("no guard was asked") }
    return GuardTrace(storage, position)
  }

  /// What was recorded, if anything was.
  var record: Record? {
    @inline(__always) _read { yield storage?.record }
  }
}

extension ChainTrace {
  /// What one guard said.
  struct One: Sendable {
    var status: GuardStatus
    var isReached: Bool
    var blocks: Bool
    var flipsAt: Instant?
    /// Where its values end; they begin where those of the guard before it end.
    var valuesEnd: Int
  }

  /// A value that a guard looked at.
  struct Cell: Sendable {
    enum Content: Sendable {
      case absent
      case unknown
      case bool(Bool)
      case int(Int64)
      case double(Double)
      case instant(Instant)
      /// Where it stands in the record's bytes.
      case text(start: Int32, count: Int32)
    }

    /// The number of its name among those of the guard.
    var name: Int32
    var content: Content
  }

  /// What is written down while a chain is asked, guard by guard.
  struct Record: Sendable {
    let text: ChainText
    private(set) var guards: ContiguousArray<One> = []
    private(set) var cells: ContiguousArray<Cell> = []
    private(set) var bytes: [UInt8] = []
    private(set) var reasons: [Int: String] = [:]

    init(_ text: ChainText) {
      self.text = text
      guards.reserveCapacity(text.guards.count)
      cells.reserveCapacity(text.ownNames)
      bytes.reserveCapacity(120)
    }

    /// Whether the guard whose values are added now has any.
    var hasValues: Bool { cells.count > (guards.last?.valuesEnd ?? 0) }

    /// Adds a value of the next guard.
    mutating func add(_ name: Int, _ content: Cell.Content) {
      cells.append(Cell(name: Int32(truncatingIfNeeded: name), content: content))
    }

    /// Adds a text, whose bytes `write` appends.
    mutating func add(_ name: Int, text write: (inout [UInt8]) -> Void) {
      let start = bytes.count
      write(&bytes)
      add(
        name,
        .text(
          start: Int32(truncatingIfNeeded: start),
          count: Int32(truncatingIfNeeded: bytes.count - start)))
    }

    /// Adds a value of the next guard as people read it.
    mutating func add(_ name: Int, traced content: TracedValue.Content) {
      switch content {
      case .absent: add(name, .absent)
      case .unknown: add(name, .unknown)
      case .bool(let truth): add(name, .bool(truth))
      case .int(let number): add(name, .int(number))
      case .double(let number): add(name, .double(number))
      case .text(let text): add(name) { $0.append(contentsOf: text.utf8) }
      }
    }

    /// Ends the next guard.
    mutating func close(
      _ status: GuardStatus, isReached: Bool, blocks: Bool, flipsAt: Instant?, because: String?
    ) {
      if let because { reasons[guards.count] = because }
      guards.append(
        One(
          status: status, isReached: isReached, blocks: blocks, flipsAt: flipsAt,
          valuesEnd: cells.count))
    }

    /// The values of one guard.
    func values(_ position: Int) -> Range<Int> {
      (position == 0 ? 0 : guards[position - 1].valuesEnd)..<guards[position].valuesEnd
    }

    fileprivate func content(_ cell: Cell) -> TracedValue.Content {
      switch cell.content {
      case .absent: .absent
      case .unknown: .unknown
      case .bool(let truth): .bool(truth)
      case .int(let number): .int(number)
      case .double(let number): .double(number)
      case .instant(let instant): .text(instant.description)
      case .text(let start, let count):
        .text(String(decoding: bytes[Int(start)..<Int(start + count)], as: UTF8.self))
      }
    }
  }
}

/// What one guard said.
public struct GuardTrace: Sendable {
  private let storage: ChainTrace.Storage
  private let position: Int

  fileprivate init(_ storage: ChainTrace.Storage, _ position: Int) {
    self.storage = storage
    self.position = position
  }

  /// The guard's id.
  public var id: String { storage.record.text.guards[position].id }
  /// Where in the chain it stands.
  public var stage: Stage { storage.record.text.guards[position].stage }
  /// What it said.
  ///
  /// A guard that passes but lies behind the one that decided has `notReached`.
  public var status: GuardStatus { storage.record.guards[position].status }
  /// The expression as the author wrote it; `nil` for built-in guards.
  public var expression: String? { storage.record.text.guards[position].expression }
  /// The values that it looked at, in the order of the expression.
  public var values: [TracedValue] {
    storage.record.values(position).map { index in
      let cell = storage.record.cells[index]
      return TracedValue(
        path: storage.record.text.guards[position].names[Int(cell.name)],
        content: storage.record.content(cell))
    }
  }
  /// How many values it looked at.
  public var valueCount: Int { storage.record.values(position).count }
  /// When time alone may change what it says.
  public var flipsAt: Instant? { storage.record.guards[position].flipsAt }
  /// Where it stands in the bundle.
  public var place: SourcePlace { storage.record.text.guards[position].place }
  /// True if a live run would have asked it: it stands no later than the guard that decided.
  public var isReached: Bool { storage.record.guards[position].isReached }
  /// Whether the guard stands in the way, asked or not.
  public var blocks: Bool { storage.record.guards[position].blocks }
  /// The author's words for people, if the guard blocks and has any.
  public var because: String? { storage.record.reasons[position] }
}

/// A value that a guard looked at.
public struct TracedValue: Hashable, Sendable {
  /// A value as a decision line writes it.
  public enum Content: Hashable, Sendable {
    /// Known to be none.
    case absent
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    /// No source names it, or it is too old.
    case unknown
  }

  /// What was read: `account.health`.
  public var path: String
  /// What it was.
  public var content: Content

  /// Pairs a path with its value.
  public init(path: String, content: Content) {
    self.path = path
    self.content = content
  }
}
