// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A stretch of time within which a zone's offset doesn't change.
struct OffsetSpan: Hashable, Sendable {
  /// The first second of it; `Int64.min` if it has always been so.
  var start: Int64
  /// The first second after it; `Int64.max` if it stays so.
  var end: Int64
  /// Seconds east of UTC.
  var offset: Int64
  /// The offset before `start`; the same as `offset` where nothing came before.
  var previousOffset: Int64

  /// How long the clock repeats at the beginning of this span; 0 unless it was set back.
  var fold: Int64 { max(0, previousOffset - offset) }
  /// How much the clock skips at the beginning of this span; 0 unless it was set forward.
  var gap: Int64 { max(0, offset - previousOffset) }
}

/// A zone's changes of offset, laid out so that looking one up takes a few nanoseconds.
///
/// The rule for later years is written out for 400 years, after which the Gregorian calendar
/// repeats to the weekday: later seconds are answered by those 400 years. An index by
/// stretches of 97 days leads to the change before a second, from which few steps remain.
final class ZoneTable: Sendable {
  let identifier: String
  /// Ascending, closed by `Int64.max`.
  private let transitions: [Int64]
  /// `offsets[i]` holds before `transitions[i]`.
  private let offsets: [Int32]
  /// How many changes lie at or before the beginning of each indexed stretch.
  private let index: [UInt16]
  private let indexStart: Int64
  private let indexEnd: Int64
  /// From here on the calendar's cycle answers; `Int64.max` without a rule that changes offsets.
  private let cycleStart: Int64

  private static let stretchBits: Int64 = 23
  private static let cycle: Int64 = 146_097 * 86_400
  /// Only changes after this (about 1697) are indexed; older ones, if any, are searched for.
  private static let earliestIndexed: Int64 = -1 << 33
  private static let latestIndexed: Int64 = 1 << 35

  /// Makes a zone that never changes.
  init(identifier: String, fixedOffset: Int32) {
    self.identifier = identifier
    transitions = [.max]
    offsets = [fixedOffset]
    index = []
    indexStart = .max
    indexEnd = .max
    cycleStart = .max
  }

  /// Makes a zone from compiled data.
  init(identifier: String, _ data: TZifReader) {
    self.identifier = identifier
    var transitions = data.transitions
    var offsets = data.offsets
    var cycleStart = Int64.max
    if let rule = data.rule, rule.daylight != nil {
      cycleStart = Self.writeOut(rule, &transitions, &offsets)
    } else if let rule = data.rule, let last = offsets.last, last != rule.standardOffset,
      transitions.isEmpty
    {
      // Data without any transition: the rule alone speaks.
      offsets = [rule.standardOffset]
    }

    self.cycleStart = cycleStart
    let first = transitions.first { $0 >= Self.earliestIndexed } ?? .max
    let last = transitions.last { $0 <= Self.latestIndexed } ?? .min
    var index: [UInt16] = []
    if first <= last {
      let stretch: Int64 = 1 << Self.stretchBits
      var count = 0
      for begin in stride(from: first, through: last, by: Int(stretch)) {
        while count < transitions.count, transitions[count] <= begin { count += 1 }
        index.append(UInt16(count))
      }
      indexStart = first
      indexEnd = first + Int64(index.count) * stretch
    } else {
      indexStart = .max
      indexEnd = .max
    }
    self.index = index
    self.transitions = transitions + [.max]
    self.offsets = offsets
  }

  /// Appends a rule's changes for a bit more than 400 years; returns where the cycle takes over.
  private static func writeOut(
    _ rule: PosixRule, _ transitions: inout [Int64], _ offsets: inout [Int32]
  ) -> Int64 {
    let lastKnown = max(transitions.last ?? 0, 0)
    let lastDay = CivilDate(daysSinceEpoch: Int32(clamping: lastKnown / 86_400))
    let firstYear = lastDay.year
    for year in firstYear...firstYear + 402 {
      for turn in rule.turns(in: year) {
        if let last = transitions.last, turn.at <= last { continue }
        guard let offset = offsets.last, offset != turn.offset else { continue }
        transitions.append(turn.at)
        offsets.append(turn.offset)
      }
    }
    // The year of the last known change is mixed; the cycle is taken from whole years of rule.
    let firstWhole = CivilDate(unchecked: firstYear + 2, 1, 1)
    return Int64(firstWhole.daysSinceEpoch) * 86_400 + cycle
  }

  /// The number of changes at or before a second that lies before `cycleStart`.
  @inline(__always)
  private func position(of second: Int64) -> Int {
    guard second >= indexStart, second < indexEnd else { return search(second) }
    var position = Int(index[Int((second &- indexStart) >> Self.stretchBits)])
    while transitions[position] <= second { position &+= 1 }
    return position
  }

  private func search(_ second: Int64) -> Int {
    var low = 0
    var high = transitions.count - 1
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How far a second must be moved back to lie in what is written out; a multiple of the cycle.
  @inline(__always)
  private func shift(for second: Int64) -> Int64 {
    guard second >= cycleStart else { return 0 }
    return ((second &- cycleStart) / Self.cycle &+ 1) &* Self.cycle
  }

  /// Seconds east of UTC.
  @inline(__always)
  func offset(at second: Int64) -> Int32 { offsets[position(of: second &- shift(for: second))] }

  /// The span that holds a second.
  @inline(__always)
  func span(at second: Int64) -> OffsetSpan {
    let shift = shift(for: second)
    let position = position(of: second &- shift)
    let end = transitions[position]
    let offset = Int64(offsets[position])
    return OffsetSpan(
      start: position == 0 ? .min : transitions[position &- 1] &+ shift,
      end: end == .max ? .max : end &+ shift,
      offset: offset,
      previousOffset: position == 0 ? offset : Int64(offsets[position &- 1]))
  }
}
