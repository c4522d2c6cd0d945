// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL
public import Chronology
import Dispatch
public import Facts
public import PolicyLanguage

/// Conditions asked of a whole table at once, column by column, in their order.
///
/// For each row the screen finds the first condition that doesn't hold. A row for which a column
/// can't answer alone (a fact that isn't known there) is left to the scalar program.
public struct EligibilityScreen: Sendable {
  /// What a row's number means.
  public enum Mark {
    /// All conditions hold.
    public static let passes: UInt8 = 0
    /// Only the scalar program can tell.
    public static let undecided: UInt8 = 255
  }

  private let conditions: [[BoundTest]]
  private let count: Int

  private enum BoundTest: Sendable {
    case bool(Int, wanted: Bool)
    case range(Int, ClosedRange<Int64>)
    case other(Int, than: Int64)
    case words(Int, accepted: ContiguousArray<UInt8>)
    case listHolds(Int, code: Int32, wanted: Bool)
  }

  /// Prepares conditions for a table; `nil` if one of them can't be asked by columns, or if a column
  /// that they read isn't known for every row.
  ///
  /// - Parameters:
  ///   - conditions: At most 254, each with what it must be.
  ///   - constant: Computes a part of a condition that reads no facts.
  public init?(
    _ conditions: [(expression: CheckedExpression, mustBe: Bool)], over table: FactTable,
    object: ObjectKind, strings: StringPool, now: Instant,
    constant: (CheckedExpression, NodeID) -> Value?
  ) {
    guard conditions.count < 255 else { return nil }
    var bound: [[BoundTest]] = []
    for (expression, mustBe) in conditions {
      let tests = withoutActuallyEscaping(constant) { constant in
        ColumnCompiler(expression: expression, object: object, now: now) {
          constant(expression, $0)
        }.tests(wanted: mustBe)
      }
      guard let tests else { return nil }
      var some: [BoundTest] = []
      for test in tests {
        guard let test = Self.bind(test, table, strings) else { return nil }
        some.append(test)
      }
      bound.append(some)
    }
    self.conditions = bound
    count = table.count
  }

  private static func bind(_ test: ColumnTest, _ table: FactTable, _ strings: StringPool)
    -> BoundTest?
  {
    let column = table.columns[test.slot]
    guard column.asOf.isEmpty, column.states.allSatisfy({ $0 == FactState.known.rawValue }) else {
      return nil
    }
    switch test {
    case .bool(let slot, let wanted): return .bool(slot, wanted: wanted)
    case .range(let slot, let range, let isTime):
      return isTime && !column.words.isEmpty ? nil : .range(slot, range)
    case .other(let slot, let value): return .other(slot, than: value)
    case .words(let slot, let words, let wanted):
      var accepted = ContiguousArray<UInt8>(repeating: wanted ? 0 : 1, count: strings.count)
      for word in words {
        if let code = strings.code(of: word) { accepted[Int(code)] = wanted ? 1 : 0 }
      }
      return .words(slot, accepted: accepted)
    case .listHolds(let slot, let word, let wanted):
      return .listHolds(slot, code: strings.code(of: word) ?? -1, wanted: wanted)
    }
  }

  /// Finds each row's first failing condition: its number from 1, or a value of `Mark`.
  ///
  /// - Parameters:
  ///   - marks: Is filled; one entry a row.
  ///   - threads: How many cores take part; the result doesn't depend on it.
  public func run(over table: FactTable, marks: inout ContiguousArray<UInt8>, threads: Int = 1) {
    precondition(table.count == count, "the table that the screen was prepared for")
    if marks.count != count { marks = ContiguousArray(repeating: 0, count: count) }
    guard count > 0 else { return }
    let parts = max(1, min(threads, count / 4096 + 1))
    marks.withUnsafeMutableBufferPointer { marks in
      if parts == 1 {
        screen(0..<count, table, marks)
      } else {
        // Each part writes the marks of its own rows.
        nonisolated(unsafe) let shared = marks  // tidy:allow
        DispatchQueue.concurrentPerform(iterations: parts) { part in
          screen(count * part / parts..<count * (part + 1) / parts, table, shared)
        }
      }
    }
  }

  /// Rows are taken in blocks that stay in the processor's cache from one condition to the next.
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
        for index in 0..<survivors.count { marks[Int(rows[index])] = Mark.passes }
        start = end
      }
    }
  }

  private func ask(
    _ test: BoundTest, _ table: FactTable, _ survivors: inout Survivors, _ mark: UInt8
  ) {
    switch test {
    case .bool(let slot, let wanted):
      survivors.keepTrue(table.columns[slot].bytes, wanted: wanted, mark: mark)
    case .range(let slot, let range):
      survivors.keepInRange(table.columns[slot].longs, range, mark: mark)
    case .other(let slot, let value):
      survivors.keepOther(table.columns[slot].longs, than: value, mark: mark)
    case .words(let slot, let accepted):
      survivors.keepWords(table.columns[slot].words, accepted: accepted, mark: mark)
    case .listHolds(let slot, let code, let wanted):
      let lists = table.columns[slot].lists
      survivors.keep(mark: mark) { row in
        var holds = false
        for index in 0..<lists.count(row) where lists.element(row, index).word == code {
          holds = true
        }
        return holds == wanted
      }
    }
  }
}
