// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL
public import Chronology
import Dispatch
public import Facts
public import PolicyLanguage

/// Conditions asked of a whole table at once, column by column, in their order.
///
/// For each row the screen finds the first condition that doesn't hold. A row for which a column
/// can't answer alone (a fact that isn't known there) is left to a scalar program, and so is every
/// row that comes to a condition which columns can't answer at all.
public struct EligibilityScreen: Sendable {
  /// What a row's number means.
  public enum Mark {
    /// All conditions hold.
    public static let passes: UInt8 = 0
    /// Only the scalar program can tell.
    public static let undecided: UInt8 = 255
  }

  /// The most conditions that a screen takes.
  public static let mostConditions = 120

  /// The tests of each condition; `nil` where columns can't answer.
  let conditions: [[ColumnTest]?]

  /// Prepares conditions; `nil` if there are too many.
  ///
  /// - Parameters:
  ///   - conditions: Each with what it must be.
  ///   - object: The object type whose table will be screened.
  ///   - constant: Computes a part of a condition that reads no facts.
  public init?(
    _ conditions: [(expression: CheckedExpression, mustBe: Bool)], object: ObjectKind,
    constant: (CheckedExpression, NodeID) -> Value?
  ) {
    guard conditions.count <= Self.mostConditions else { return nil }
    self.conditions = withoutActuallyEscaping(constant) { constant in
      conditions.map { expression, mustBe in
        ColumnCompiler(expression: expression, object: object) { constant(expression, $0) }
          .tests(wanted: mustBe)
      }
    }
  }

  /// Whether columns can answer all conditions, where every fact is known.
  public var isComplete: Bool { !conditions.contains { $0 == nil } }

  /// The screen for one table at one instant.
  public func bound(to table: FactTable, strings: StringPool, now: Instant) -> BoundScreen {
    BoundScreen(self, table, strings, now)
  }
}

/// A screen with the codes and states of one table.
public struct BoundScreen: Sendable {
  private enum BoundTest: Sendable {
    /// Leaves rows to the scalar program where the fact isn't known, or its time isn't exact.
    case exact(Int, isTime: Bool)
    case bool(Int, wanted: Bool)
    case range(Int, ClosedRange<Int64>, inside: Bool)
    case words(Int, accepted: ContiguousArray<UInt8>)
    case listHolds(Int, code: Int32, wanted: Bool)
    case leave
  }

  private let conditions: [[BoundTest]]
  private let count: Int

  fileprivate init(
    _ screen: EligibilityScreen, _ table: FactTable, _ strings: StringPool, _ now: Instant
  ) {
    count = table.count
    let isExact = now.nanoseconds == 0 && FactColumn.exactInstants.contains(now.seconds)
    conditions = screen.conditions.map { tests in
      guard let tests, isExact else { return [.leave] }
      return tests.flatMap { Self.bind($0, table, strings, now.seconds) }
    }
  }

  private static func bind(
    _ test: ColumnTest, _ table: FactTable, _ strings: StringPool, _ now: Int64
  ) -> [BoundTest] {
    let slot = test.slot
    guard table.columns[slot].asOf.isEmpty else { return [.leave] }
    var isTime = false
    let bound: BoundTest
    switch test {
    case .bool(_, let wanted): bound = .bool(slot, wanted: wanted)
    case .range(_, let range, let inside, let measure):
      switch measure {
      case .number: bound = .range(slot, range, inside: inside)
      case .instant:
        isTime = true
        bound = .range(slot, range, inside: inside)
      case .instantFromNow:
        isTime = true
        let low = range.lowerBound == .min ? .min : range.lowerBound + now
        let high = range.upperBound == .max ? .max : range.upperBound + now
        bound = .range(slot, low...high, inside: inside)
      }
    case .words(_, let words, let wanted):
      var accepted = ContiguousArray<UInt8>(repeating: wanted ? 0 : 1, count: strings.count)
      for word in words {
        if let code = strings.code(of: word) { accepted[Int(code)] = wanted ? 1 : 0 }
      }
      bound = .words(slot, accepted: accepted)
    case .listHolds(_, let word, let wanted):
      bound = .listHolds(slot, code: strings.code(of: word) ?? -1, wanted: wanted)
    }
    return table.columns[slot].isExact(rows: table.count, isTime: isTime)
      ? [bound] : [.exact(slot, isTime: isTime), bound]
  }

  /// Finds each row's first failing condition: its number from 1, or a value of `Mark`.
  ///
  /// - Parameters:
  ///   - table: The one that the screen was bound to.
  ///   - marks: Is filled; one entry a row.
  ///   - threads: How many cores take part; the result doesn't depend on it.
  public func run(over table: FactTable, marks: inout ContiguousArray<UInt8>, threads: Int = 1) {
    precondition(table.count == count, "the table that the screen was bound to")
    if marks.count != count { marks = ContiguousArray(repeating: 0, count: count) }
    guard count > 0 else { return }
    let parts = max(1, min(threads, count / 4096 + 1))
    marks.withUnsafeMutableBufferPointer { marks in
      if parts == 1 {
        screen(0..<count, table, marks)
      } else {
        // Each part writes rows of its own.
        nonisolated(unsafe) let marks = marks
        DispatchQueue.concurrentPerform(iterations: parts) { part in
          screen(count * part / parts..<count * (part + 1) / parts, table, marks)
        }
      }
    }
  }

  /// Blocks of rows whose numbers and marks stay in the nearest cache.
  private static let blockRows = 4096

  private func screen(
    _ range: Range<Int>, _ table: FactTable, _ marks: UnsafeMutableBufferPointer<UInt8>
  ) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.blockRows) { rows in
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(start + Self.blockRows, range.upperBound)
        for (index, row) in (start..<end).enumerated() {
          rows[index] = Int32(truncatingIfNeeded: row)
        }
        var survivors = Survivors(rows: rows, marks: marks, count: end - start)
        for (index, condition) in conditions.enumerated() {
          let mark = UInt8(truncatingIfNeeded: index + 1)
          for test in condition { ask(test, table, &survivors, mark) }
        }
        for index in 0..<survivors.count { marks[Int(rows[index])] = EligibilityScreen.Mark.passes }
        start = end
      }
    }
  }

  private func ask(
    _ test: BoundTest, _ table: FactTable, _ survivors: inout Survivors, _ mark: UInt8
  ) {
    let undecided = EligibilityScreen.Mark.undecided
    switch test {
    case .leave: survivors.keep(mark: undecided) { _ in false }
    case .exact(let slot, let isTime):
      survivors.keep(mark: undecided) { table.columns[slot].isExact($0, isTime: isTime) }
    case .bool(let slot, let wanted):
      survivors.keepTrue(table.columns[slot].bytes, wanted: wanted, mark: mark)
    case .range(let slot, let range, let inside):
      if inside {
        survivors.keepInRange(table.columns[slot].longs, range, mark: mark)
      } else {
        survivors.keepOutOfRange(table.columns[slot].longs, range, mark: mark)
      }
    case .words(let slot, let accepted):
      survivors.keepWords(table.columns[slot].words, accepted: accepted, mark: mark)
    case .listHolds(let slot, let code, let wanted):
      let lists = table.columns[slot].lists
      survivors.keep(mark: mark) { lists.holds(word: code, row: $0) == wanted }
    }
  }
}
