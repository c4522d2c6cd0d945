// Licensed under the Apache License, Version 2.0; see LICENSE.

// Exact durations as policies write them: `0`, `90s`, `15m`, `4h`, `14d`, `2w`, `1d12h`.

extension Duration {
  /// Reads a duration: whole numbers with the units w, d, h, m and s, the larger before the smaller.
  ///
  /// A day is 24 hours and a week 7 such days, also over a change of clocks. Signs, spaces and
  /// fractions are refused.
  public init(text: String) throws(TimeTextError) {
    self = try reading(text, tidied: { $0.lowercased().filter { $0 != " " } }) {
      (text) throws(TimeTextError) in
      var cursor = TextCursor(text)
      return try cursor.duration()
    }
  }

  /// The duration as policies write it, in days, hours, minutes and seconds: `14d`, `1d12h`, `0`.
  ///
  /// What policies can't write is still shown: a sign, and a fraction of seconds (`0.25s`).
  public var text: String {
    let (wholeSeconds, attoseconds) = components
    guard wholeSeconds != 0 || attoseconds != 0 else { return "0" }
    var text = ASCIIText(capacity: 16)
    if wholeSeconds < 0 || attoseconds < 0 { text.append("-") }
    let seconds = wholeSeconds.magnitude
    func append(_ amount: UInt64, _ unit: StaticString) {
      guard amount != 0 else { return }
      text.append(UInt(amount), digits: 1)
      text.append(unit)
    }
    append(seconds / 86_400, "d")
    append(seconds / 3_600 % 24, "h")
    append(seconds / 60 % 60, "m")
    let nanoseconds = attoseconds.magnitude / 1_000_000_000
    if seconds % 60 != 0 || nanoseconds != 0 {
      text.append(UInt(seconds % 60), digits: 1)
      text.append(fractionOf: UInt(nanoseconds))
      text.append("s")
    }
    return text.string
  }
}

extension TextCursor {
  private enum Unit: Int64, CaseIterable {
    case week = 604_800
    case day = 86_400
    case hour = 3_600
    case minute = 60
    case second = 1

    var name: String {
      switch self {
      case .week: "w"
      case .day: "d"
      case .hour: "h"
      case .minute: "m"
      case .second: "s"
      }
    }
  }

  /// A duration that is all of the text.
  mutating func duration() throws(TimeTextError) -> Duration {
    if bytes.elementsEqual("0".utf8) { return .zero }
    var seconds: Int64 = 0
    var last: Unit?
    repeat {
      guard digitCount > 0 else { throw expected("a duration as 90s, 4h, 14d or 1d12h") }
      let amount = try amount()
      let unitBegin = position
      let name = word()
      guard let unit = Unit.allCases.first(where: { $0.name == name }) else {
        throw expected("an exact unit: w, d, h, m or s", at: unitBegin)
      }
      if let last, unit.rawValue >= last.rawValue {
        throw expected("a unit smaller than `\(last.name)`", at: unitBegin)
      }
      last = unit
      // Nine digits of weeks are far from what 64 bits of seconds hold.
      seconds += Int64(amount) * unit.rawValue
    } while !isAtEnd
    return .seconds(seconds)
  }

  /// A whole number of one to nine digits.
  mutating func amount() throws(TimeTextError) -> Int {
    let begin = position
    let count = digitCount
    guard count <= 9, let amount = number(digits: count) else {
      throw expected("a whole number of at most nine digits", at: begin)
    }
    return amount
  }
}
