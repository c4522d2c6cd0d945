// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// What a condition over the facts of one row comes out as.
public enum FactTruth: Hashable, Sendable {
  case no, yes
  /// A fact isn't known.
  case unknown
  /// A fact is known to be none.
  case absent
  /// The value is of a kind that these tests don't compare exactly.
  case open
}

/// When something changes by time alone.
public enum NextChange: Hashable, Sendable {
  case never
  case at(Int64)
}

/// Conditions that hold if all of their tests do, each of one fact: plain numbers only, so that
/// asking one about a row costs a few nanoseconds and counts no references.
///
/// Texts are codes of the pool that the table's codes belong to. As in the policy language `false`
/// decides whatever the other tests say, and unknown goes before absent.
public struct FactConditions: Sendable {
  /// What numbers a test compares.
  public enum Measure: UInt8, Hashable, Sendable {
    /// The whole number itself.
    case number
    /// The seconds of an instant.
    case instant
    /// The seconds of an instant less those of now.
    case instantFromNow
  }

  /// One test of one fact.
  public enum Test: Hashable, Sendable {
    /// The truth value is `wanted`.
    case bool(slot: Int, wanted: Bool)
    /// The number lies in the range, or, if `inside` is false, outside of it.
    case range(slot: Int, ClosedRange<Int64>, inside: Bool, Measure)
    /// The text is (`wanted`) or isn't one of at most sixteen.
    case words(slot: Int, [Int32], wanted: Bool)
    /// The list holds (`wanted`) or doesn't hold the text.
    case holds(slot: Int, Int32, wanted: Bool)
  }

  fileprivate struct Instruction {
    enum Operation: UInt8 { case bool, number, time, words, holds }
    var operation: Operation
    var wanted: Bool
    var isFromNow = false
    var slot: Int32
    var low: Int64 = 0
    var width: UInt64 = 0
    /// Unused places hold -1, which no text has.
    var codes = SIMD16<Int32>(repeating: -1)
  }

  fileprivate private(set) var instructions: ContiguousArray<Instruction> = []
  /// Where the tests of each condition end.
  private var ends: ContiguousArray<Int> = []

  /// The most texts that one test can name.
  public static let mostWords = 16

  /// How many conditions there are; numbers are below it.
  public var count: Int { ends.count }

  /// Begins without conditions.
  public init() {}

  /// Adds a condition and gives its number; `nil` if a test names too many texts.
  public mutating func add(_ tests: [Test]) -> Int? {
    var added: ContiguousArray<Instruction> = []
    for test in tests {
      guard let instruction = Self.instruction(test) else { return nil }
      added.append(instruction)
    }
    instructions += added
    ends.append(instructions.count)
    return ends.count - 1
  }

  private static func instruction(_ test: Test) -> Instruction? {
    switch test {
    case .bool(let slot, let wanted):
      return Instruction(operation: .bool, wanted: wanted, slot: Int32(truncatingIfNeeded: slot))
    case .range(let slot, let range, let inside, let measure):
      return Instruction(
        operation: measure == .number ? .number : .time, wanted: inside,
        isFromNow: measure == .instantFromNow, slot: Int32(truncatingIfNeeded: slot),
        low: range.lowerBound, width: UInt64(bitPattern: range.upperBound &- range.lowerBound))
    case .words(let slot, let codes, let wanted):
      guard codes.count <= mostWords else { return nil }
      var instruction = Instruction(
        operation: .words, wanted: wanted, slot: Int32(truncatingIfNeeded: slot))
      for (place, code) in codes.enumerated() { instruction.codes[place] = code }
      return instruction
    case .holds(let slot, let code, let wanted):
      var instruction = Instruction(
        operation: .holds, wanted: wanted, slot: Int32(truncatingIfNeeded: slot))
      instruction.codes[0] = code
      return instruction
    }
  }

  @inline(__always)
  fileprivate func tests(_ condition: Int) -> Range<Int> {
    (condition == 0 ? 0 : ends[condition - 1])..<ends[condition]
  }

  /// Spans up to 500 years are compared exactly.
  public static let exactSpan: ClosedRange<Int64> = -15_778_800_000...15_778_800_000
}

extension FactColumn {
  /// Instants between which sums with spans of `FactConditionss.exactSpan` stay in the calendar.
  ///
  /// The years 1000 to 8999; what lies outside is left to the language itself.
  public static let exactInstants: ClosedRange<Int64> = -30_610_224_000...221_845_391_999

  /// Whether the row's fact is known and, if it is an instant, a whole second that compares exactly.
  @inline(__always)
  public func isExact(_ row: Int, isTime: Bool) -> Bool {
    guard states[row] == FactState.known.rawValue else { return false }
    return !isTime
      || (words.isEmpty || words[row] == 0) && Self.exactInstants.contains(longs[row])
  }

  /// Whether that holds for the first rows.
  public func isExact(rows: Int, isTime: Bool) -> Bool {
    for row in 0..<rows where !isExact(row, isTime: isTime) { return false }
    return true
  }
}

extension FactTable {
  /// Asks a condition about one row.
  ///
  /// - Parameter now: The clock, in whole seconds.
  public func truth(
    of condition: Int, in conditions: borrowing FactConditions, row: Int, now: Int64
  ) -> FactTruth {
    var open = FactTruth.yes
    for index in conditions.tests(condition) {
      switch truth(conditions.instructions[index], row, now) {
      case .yes: break
      case .no: return .no
      case .open: open = .open
      case .unknown: if open != .open { open = .unknown }
      case .absent: if open == .yes { open = .absent }
      }
    }
    return open
  }

  /// Asks several conditions about one row, whatever the ones before come out as.
  ///
  /// The cells of one row lie far apart. All of them are read before anything is decided by what is
  /// in them, so that the processor fetches them together: a third of the time of one by one.
  public func truths(
    of range: Range<Int>, in conditions: borrowing FactConditions, row: Int, now: Int64
  ) -> ContiguousArray<FactTruth> {
    var truths = ContiguousArray<FactTruth>(repeating: .yes, count: range.count)
    let areKnown = knows(range, conditions, row)
    for (place, condition) in range.enumerated() {
      guard areKnown else {
        truths[place] = truth(of: condition, in: conditions, row: row, now: now)
        continue
      }
      var failures: UInt8 = 0
      var isOpen = false
      for index in conditions.tests(condition) {
        if let passes = passes(conditions.instructions[index], row, now) {
          failures |= passes ? 0 : 1
        } else {
          isOpen = true
        }
      }
      truths[place] = failures != 0 ? .no : isOpen ? .open : .yes
    }
    return truths
  }

  /// Whether all facts that conditions look at are known and don't age.
  @inline(__always)
  private func knows(
    _ range: Range<Int>, _ conditions: borrowing FactConditions, _ row: Int
  ) -> Bool {
    var differences: UInt8 = 0
    for condition in range {
      for index in conditions.tests(condition) {
        let slot = Int(conditions.instructions[index].slot)
        if columns[slot].isComplete { continue }
        guard columns[slot].asOf.isEmpty else { return false }
        differences |= columns[slot].states[row] ^ FactState.known.rawValue
      }
    }
    return differences == 0
  }

  /// When time alone next changes a condition about one row, in whole seconds; `nil` if these
  /// numbers can't tell.
  public func nextChange(
    of condition: Int, in conditions: borrowing FactConditions, row: Int, now: Int64
  ) -> NextChange? {
    let current = truth(of: condition, in: conditions, row: row, now: now)
    var next = Int64.max
    while true {
      var candidate = Int64.max
      let after = next == .max ? now : next
      for index in conditions.tests(condition) where conditions.instructions[index].isFromNow {
        let test = conditions.instructions[index]
        let second = columns[Int(test.slot)].longs[row]
        let high = test.low &+ Int64(bitPattern: test.width)
        // It lies in the range from `second - high` on, until behind `second - low`.
        if high != .max, second - high > after { candidate = min(candidate, second - high) }
        if test.low != .min, second - test.low + 1 > after {
          candidate = min(candidate, second - test.low + 1)
        }
      }
      guard candidate != .max else { return .never }
      switch truth(of: condition, in: conditions, row: row, now: candidate) {
      case .open: return nil
      case let then where then != current: return .at(candidate)
      case .no, .yes, .unknown, .absent: next = candidate
      }
    }
  }

  @inline(__always)
  private func truth(
    _ test: FactConditions.Instruction, _ row: Int, _ now: Int64
  ) -> FactTruth {
    let slot = Int(test.slot)
    if !columns[slot].isComplete,
      columns[slot].states[row] != FactState.known.rawValue || !columns[slot].asOf.isEmpty
    {
      switch columns[slot].state(row, at: Instant(seconds: now)) {
      case .known: break
      case .unknown: return .unknown
      case .absent: return .absent
      }
    }
    guard let passes = passes(test, row, now) else { return .open }
    return passes ? .yes : .no
  }

  /// Whether a known fact passes a test; `nil` if it can't be compared exactly.
  @inline(__always)
  private func passes(
    _ test: FactConditions.Instruction, _ row: Int, _ now: Int64
  ) -> Bool? {
    let slot = Int(test.slot)
    let passes: Bool
    switch test.operation {
    case .bool: passes = columns[slot].bytes[row] != 0
    case .number:
      passes = UInt64(bitPattern: columns[slot].longs[row] &- test.low) <= test.width
    case .time:
      let second = columns[slot].longs[row]
      guard columns[slot].words.isEmpty || columns[slot].words[row] == 0,
        FactColumn.exactInstants.contains(second), FactColumn.exactInstants.contains(now)
      else { return nil }
      let compared = test.isFromNow ? second &- now : second
      passes = UInt64(bitPattern: compared &- test.low) <= test.width
    case .words:
      let word = SIMD16<Int32>(repeating: columns[slot].words[row])
      passes = any(word .== test.codes)
    case .holds: passes = columns[slot].lists.holds(word: test.codes[0], row: row)
    }
    return passes == test.wanted
  }
}

extension ListCells {
  /// Whether an element has this string code.
  @inline(__always)
  public func holds(word: Int32, row: Int) -> Bool {
    for index in 0..<count(row) where element(row, index).word == word { return true }
    return false
  }
}
