// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

/// Reads scalars by their type; nothing is guessed from how they look.
enum ScalarReading {
  /// What a scalar is as a type.
  ///
  /// Types that are lists or maps don't come here.
  static func read(_ scalar: ScalarSource, as type: FieldType) throws(ScalarFault) -> TypedValue {
    let text = scalar.text
    switch type {
    case .bool: return .bool(try bool(text))
    case .nothing:
      guard scalar.isEmpty else { throw .expected("nothing") }
      return .bool(true)
    case .wholeNumber(let range): return .int(try int(text, range, type))
    case .decimalNumber(let range): return .number(try number(text, range, type))
    case .string: return .string(scalar)
    case .name(let form), .reference(_, let form):
      try checkName(text, form)
      return .name(scalar)
    case .choice(let words):
      try checkChoice(text, words, type)
      return .string(scalar)
    case .duration, .period, .instant, .date, .closedDays, .window, .cron:
      return try TimeReading.read(text, as: type)
    case .share: return .share(try share(text, type))
    case .rate: return .rate(try rate(text, type))
    case .money:
      guard let money = Money(text) else { throw .expected(type.phrase, help: moneyHelp(text)) }
      return .money(money)
    case .expression(let result):
      try ExpressionTraps.check(scalar)
      return .expression(scalar, result)
    case .text: return .text(scalar)
    case .range(let end): return try range(scalar, of: end, type)
    case .generated: return .generated(try GeneratedReading.read(scalar))
    case .setting, .data, .list, .oneOrMany, .map, .object, .either:
      throw .expected(type.phrase, .wrongForm)
    }
  }

  // MARK: - Words

  private static func bool(_ text: String) throws(ScalarFault) -> Bool {
    switch text {
    case "true": return true
    case "false": return false
    default: break
    }
    let meant: String? =
      switch text.lowercased() {
      case "yes", "y", "on", "true", "1": "true"
      case "no", "n", "off", "false", "0": "false"
      default: nil
      }
    throw ScalarFault(
      code: .notBool, expected: "`true` or `false`",
      repairs: meant.map { [$0] } ?? [], helps: meant.map { ["write `\($0)`"] } ?? [])
  }

  private static func checkName(_ text: String, _ form: NameForm) throws(ScalarFault) {
    guard !form.admits(text) else { return }
    let repair = repaired(text, form)
    throw .expected(form.phrase, .badName, repairs: repair.map { [$0] } ?? [])
  }

  /// The same words in another form, if that is all that is wrong.
  private static func repaired(_ text: String, _ form: NameForm) -> String? {
    let joint: String
    switch form {
    case .kebab, .path: joint = "-"
    case .snake, .word: joint = "_"
    case .country: return form.admits(text.uppercased()) ? text.uppercased() : nil
    case .dotted, .language, .free: return nil
    }
    var words: [String] = [""]
    var wasLower = false
    for character in text {
      if character == " " || character == "_" || character == "-" {
        words.append("")
        wasLower = false
      } else {
        if character.isUppercase, wasLower { words.append("") }
        words[words.count - 1] += character.lowercased()
        wasLower = character.isLowercase || character.isNumber
      }
    }
    let joined = words.filter { !$0.isEmpty }.joined(separator: joint)
    return form.admits(joined) ? joined : nil
  }

  private static func checkChoice(
    _ text: String, _ words: [String], _ type: FieldType
  ) throws(ScalarFault) {
    guard !words.contains(text) else { return }
    throw .expected(
      type.phrase, .unknownChoice, repairs: NameSuggestion.nearest(to: text, in: words))
  }

  // MARK: - Numbers

  /// Whether a text is a sign, digits and, if allowed, a point with digits behind it.
  private static func isNumeral(_ text: some StringProtocol, decimals: Bool) -> Bool {
    var digits = text.utf8[...]
    if digits.first == 0x2B || digits.first == 0x2D { digits = digits.dropFirst() }
    let parts = digits.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count == 1 || (decimals && parts.count == 2) else { return false }
    return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
  }

  private static func int(
    _ text: String, _ range: ClosedRange<Int64>, _ type: FieldType
  ) throws(ScalarFault) -> Int64 {
    guard isNumeral(text, decimals: false) else {
      let plain = text.filter { $0 != "_" && $0 != "," && $0 != "'" }
      throw .expected(
        type.phrase, repairs: plain != text && isNumeral(plain, decimals: false) ? [plain] : [])
    }
    guard let value = Int64(text), range.contains(value) else {
      throw .expected(type.phrase, .outOfRange)
    }
    return value
  }

  private static func number(
    _ text: String, _ range: ClosedRange<Double>, _ type: FieldType
  ) throws(ScalarFault) -> Double {
    guard isNumeral(text, decimals: true), text.utf8.count <= 40, let value = Double(text) else {
      throw .expected(type.phrase)
    }
    guard range.contains(value) else { throw .expected(type.phrase, .outOfRange) }
    return value
  }

  private static func share(_ text: String, _ type: FieldType) throws(ScalarFault) -> Share {
    guard text.hasSuffix("%") else {
      throw .expected(type.phrase, repairs: shareRepairs(text))
    }
    guard let value = millionths(ofPercent: text.dropLast()) else {
      throw .expected(type.phrase + ", with at most four decimals")
    }
    guard (0...1_000_000).contains(value) else {
      throw .expected("a share from 0% to 100%", .outOfRange)
    }
    return Share(millionths: value)
  }

  /// What `5`, meant as 5%, or `0.05`, meant as 5% or as 0.05%, may have been.
  private static func shareRepairs(_ text: String) -> [String] {
    guard isNumeral(text, decimals: true) else { return [] }
    // `0.05` as a percentage is 500 millionths; as a part of one it is 5 percent.
    guard text.hasPrefix("0."), let value = millionths(ofPercent: text[...]), value % 100 == 0
    else { return ["\(text)%"] }
    return ["\(value / 100)%", "\(text)%"]
  }

  /// Hundredths as millionths: `0.05` is 500.
  private static func millionths(ofPercent text: Substring) -> Int64? {
    guard isNumeral(text, decimals: true), text.utf8.count <= 12 else { return nil }
    let parts = text.split(separator: ".")
    guard let whole = Int64(parts[0]) else { return nil }
    guard parts.count == 2 else { return whole * 10_000 }
    guard parts[1].utf8.count <= 4, !text.hasPrefix("-") else { return nil }
    let digits = String(parts[1]) + String(repeating: "0", count: 4 - parts[1].utf8.count)
    return Int64(digits).map { whole * 10_000 + $0 }
  }

  private static func rate(_ text: String, _ type: FieldType) throws(ScalarFault) -> Rate {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, isNumeral(parts[0], decimals: true), let count = Double(parts[0]),
      count >= 0, count <= 1e9
    else { throw .expected(type.phrase) }
    guard let unit = Rate.Unit(rawValue: String(parts[1])) else {
      let units = Rate.Unit.allCases.map(\.rawValue)
      throw .expected(
        "a rate per \(units.joined(separator: ", "))",
        repairs: NameSuggestion.nearest(to: String(parts[1]), in: units).map {
          "\(parts[0])/\($0)"
        })
    }
    return Rate(count: count, per: unit)
  }

  private static func moneyHelp(_ text: String) -> String? {
    isNumeral(text, decimals: true) ? "add the currency, such as `\(text) EUR`" : nil
  }

  // MARK: - Ranges

  private static func range(
    _ scalar: ScalarSource, of end: FieldType, _ type: FieldType
  ) throws(ScalarFault) -> TypedValue {
    let text = scalar.text
    guard let (low, high) = ends(of: text) else {
      do throws(ScalarFault) {
        let value = Typed(span: scalar.span, value: try read(scalar, as: end))
        return .range(value, value)
      } catch {
        var fault = error
        if fault.repairs.isEmpty { fault.repairs = hyphenRepair(scalar, of: end) }
        throw fault
      }
    }
    let lowEnd = try readEnd(scalar, low, as: end)
    let highEnd = try readEnd(scalar, high, as: end)
    if isReversed(lowEnd.value, highEnd.value) {
      let parts = [low, high].map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
      throw ScalarFault(
        code: .rangeReversed, headline: "the range `\(text)` ends before it begins",
        label: "both ends belong to it, the smaller first",
        repairs: ["\(parts[1])..\(parts[0])"])
    }
    return .range(lowEnd, highEnd)
  }

  /// `5-10m`, as others write `5m..10m`.
  private static func hyphenRepair(_ scalar: ScalarSource, of end: FieldType) -> [String] {
    let parts = scalar.text.split { "-–".contains($0) }.map { $0.filter { $0 != " " } }
    guard parts.count == 2 else { return [] }
    let unit = parts[1].drop { $0.isNumber || $0 == "." }
    let low = parts[0].last?.isNumber == true ? parts[0] + unit : parts[0]
    let areRead = [low, parts[1]].allSatisfy { text in
      (try? read(ScalarSource(text: text, span: scalar.span), as: end)) != nil
    }
    return areRead ? ["\(low)..\(parts[1])"] : []
  }

  /// The bytes before and behind the first `..`.
  private static func ends(of text: String) -> (Range<Int>, Range<Int>)? {
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    for offset in bytes.indices.dropLast() where bytes[offset] == dot && bytes[offset + 1] == dot {
      return (0..<offset, offset + 2..<bytes.count)
    }
    return nil
  }

  private static func readEnd(
    _ scalar: ScalarSource, _ part: Range<Int>, as type: FieldType
  ) throws(ScalarFault) -> Typed {
    let piece = ScalarSource(
      text: String(decoding: Array(scalar.text.utf8)[part], as: UTF8.self),
      span: scalar.span(of: part))
    do throws(ScalarFault) {
      return Typed(span: piece.span, value: try read(piece, as: type))
    } catch {
      var fault = error
      let inner = fault.part ?? 0..<part.count
      fault.part = part.lowerBound + inner.lowerBound..<part.lowerBound + inner.upperBound
      // Repairs of one end aren't repairs of the whole text.
      fault.helps += fault.repairs.map { "write `\($0)`" }
      fault.repairs = []
      throw fault
    }
  }

  private static func isReversed(_ low: TypedValue, _ high: TypedValue) -> Bool {
    switch (low, high) {
    case (.int(let a), .int(let b)): a > b
    case (.number(let a), .number(let b)): a > b
    case (.duration(let a), .duration(let b)): a > b
    case (.period(.exact(let a)), .period(.exact(let b))): a > b
    case (.money(let a), .money(let b)): (try? b.isLess(than: a)) ?? false
    case (.share(let a), .share(let b)): a > b
    case (.date(let a), .date(let b)): a > b
    default: false
    }
  }
}
