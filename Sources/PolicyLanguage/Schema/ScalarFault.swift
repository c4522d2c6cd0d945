// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

/// Why a scalar isn't of a type.
struct ScalarFault: Error {
  var code: DiagnosticCode = .wrongType
  /// What was expected, as a noun phrase; `nil` where `headline` says it all.
  var expected: String?
  /// Takes the place of the usual headline.
  var headline: String?
  var label: String?
  /// The part of the text that is at fault, in bytes; `nil` for all of it.
  var part: Range<Int>?
  /// Whole texts that would be right.
  var repairs: [String] = []
  var helps: [String] = []

  /// A fault with what was expected.
  static func expected(
    _ what: String, _ code: DiagnosticCode = .wrongType, repairs: [String] = [],
    help: String? = nil
  ) -> ScalarFault {
    ScalarFault(
      code: code, expected: what, repairs: repairs, helps: help.map { [$0] } ?? [])
  }

  /// A fault that Chronology found; its offsets are characters, all of them ASCII up to there.
  init(
    _ error: TimeTextError, in text: String, code: DiagnosticCode, expected: String
  ) {
    let offset = min(error.offset, text.utf8.count)
    self.init(
      code: code, expected: expected, label: "expected \(error.expected)",
      part: offset < text.utf8.count ? offset..<text.utf8.count : nil, repairs: error.repairs)
  }

  init(
    code: DiagnosticCode = .wrongType, expected: String? = nil, headline: String? = nil,
    label: String? = nil, part: Range<Int>? = nil, repairs: [String] = [], helps: [String] = []
  ) {
    self.code = code
    self.expected = expected
    self.headline = headline
    self.label = label
    self.part = part
    self.repairs = repairs
    self.helps = helps
  }
}

extension FieldType {
  /// What a value of this type is, as a noun phrase with an example.
  var phrase: String {
    switch self {
    case .bool: "`true` or `false`"
    case .nothing: "nothing"
    case .wholeNumber(let range):
      range.lowerBound == range.upperBound
        ? "the number \(range.lowerBound)" : "a whole number\(Self.bounds(range))"
    case .decimalNumber(let range):
      range == -1e15...1e15
        ? "a number"
        : "a number from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))"
    case .string: "a text"
    case .name(let form), .reference(_, let form): form.phrase
    case .choice(let words): Self.list(words)
    case .duration: "a duration, such as `14d` or `90s`"
    case .period: "a period, such as `14d`, `3bd` or `12mo`"
    case .instant: "an instant, such as `2026-10-20T10:00Z`, or a date"
    case .date: "a date, such as `2027-03-26`"
    case .closedDays: "a date, such as `2027-03-26`, `12-24` or `12-24..01-02`"
    case .window: "a window, such as `mon-thu 09:00-18:00`"
    case .cron: "a schedule of cron, such as `0 8 * * *`"
    case .share: "a share, such as `70%`"
    case .rate: "a rate, such as `3/day`"
    case .money: "an amount of money, such as `25 USD`"
    case .expression(let type): type.phrase
    case .text: "a text"
    case .setting: "a value, `{secret: name}` or `{env: NAME}`"
    case .data: "a value"
    case .generated: "a value, shares of values, or a draw such as `normal(62, 18)`"
    case .range(let type): "\(type.phrase), or a range of two with `..`"
    case .list(let type): "a list, each item \(type.phrase)"
    case .oneOrMany(let type): "\(type.phrase), or a list"
    case .map: "a map"
    case .object(let type): "a map with the keys of \(Self.article(type.name))"
    case .either(let types): types.map(\.phrase).joined(separator: ", or ")
    }
  }

  private static func bounds(_ range: ClosedRange<Int64>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): ""
    case (let low, let high) where high >= Int64(Int32.max): " from \(low)"
    case (let low, let high): " from \(low) to \(high)"
    }
  }

  private static func short(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : "\(number)"
  }

  private static func list(_ words: [String]) -> String {
    let quoted = words.map { "`\($0)`" }
    guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Names that aren't nouns that could stand with an article.
  private static let bare: Set<String> = [
    "settings", "facts", "define", "guards", "phases", "warmup", "health", "rules", "personalise",
    "people", "behaviour", "enrol", "choose", "rest", "length", "rounds", "sticky", "evidence",
    "otherwise", "else", "again", "links", "promote", "demote", "recover", "generate", "data",
  ]

  /// `a limit`, `an offer`, or a name in back-quotes where no article fits.
  static func article(_ noun: String) -> String {
    guard let first = noun.utf8.first, !bare.contains(noun), !noun.contains("_") else {
      return "`\(noun)`"
    }
    if noun.hasSuffix("facts") { return noun }
    return "aeiou".utf8.contains(first) ? "an \(noun)" : "a \(noun)"
  }
}
