// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// How a text writes dates and amounts: in its language, by the clocks of a zone.
public struct TemplateFormat: Hashable, Sendable {
  /// The text's language, such as `en`.
  public let language: String
  /// The zone whose days and months are written.
  public let zone: Zone

  /// Chooses language and zone.
  public init(language: String, zone: Zone) {
    self.language = language
    self.zone = zone
  }
}

/// The words and separators of a language.
enum FormatWords {
  case english, russian

  /// The words of `en`, `en-GB`, `ru`…; `nil` for a language that has none here.
  init?(language: String) {
    switch language.split(separator: "-").first?.lowercased() {
    case "en": self = .english
    case "ru": self = .russian
    case _: return nil
    }
  }

  /// The month's name as it stands alone: `October`, `октябрь`.
  func month(_ number: Int) -> String {
    switch self {
    case .english:
      name(
        number,
        [
          "January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December",
        ])
    case .russian:
      name(
        number,
        [
          "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
          "октябрь", "ноябрь", "декабрь",
        ])
    }
  }

  /// The month's name within a date: `October`, `октября`.
  func monthOfDate(_ number: Int) -> String {
    switch self {
    case .english: month(number)
    case .russian:
      name(
        number,
        [
          "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
          "октября", "ноября", "декабря",
        ])
    }
  }

  private func name(_ number: Int, _ names: [String]) -> String {
    names[min(max(number, 1), names.count) - 1]
  }

  /// What stands between thousands; in Russian a space that doesn't break.
  var thousandsSeparator: String { self == .english ? "," : "\u{A0}" }
  var decimalSeparator: String { self == .english ? "." : "," }
  /// What stands between amount and currency.
  var currencySeparator: String { self == .english ? " " : "\u{A0}" }
}

extension TemplateFormat {
  /// What a variable writes for a value.
  ///
  /// Filters apply from left to right. No value passes through them up to `default`; what
  /// `default` writes is ready, so that `date`, `month` and `money` after it leave it alone.
  func written(
    _ variable: TemplateVariable, _ value: TemplateValue
  ) throws(RenderError.Reason) -> String {
    if value == .unknown { throw .unknownValue(variable.path) }
    var current: TemplateValue = value.isBlank ? .missing : value
    var isFallback = false
    var emptiedBy: TemplateFilter.Name?
    for filter in variable.filters {
      switch filter {
      case .fallback(let text):
        if current == .missing {
          current = .string(text)
          isFallback = true
        }
      case .date, .month, .money:
        if current == .missing || isFallback { continue }
        current = .string(try inWords(current, filter.name, variable.path))
      case .upper, .title, .slug:
        if current == .missing { continue }
        guard case .string(let text) = current else {
          throw .wrongKind(variable.path, current.kind ?? .string, filter: filter.name)
        }
        let rewritten = rewrite(text, filter)
        if rewritten.isEmpty, !isFallback {
          current = .missing
          emptiedBy = filter.name
        } else {
          current = .string(rewritten)
        }
      }
    }
    if current == .missing {
      if let emptiedBy { throw .nothingLeft(variable.path, filter: emptiedBy) }
      throw .noValue(variable.path)
    }
    return try plain(current, variable.path)
  }

  private func rewrite(_ text: String, _ filter: TemplateFilter) -> String {
    switch filter {
    case .upper: text.uppercased()
    case .title: TextCase.title(text)
    case .slug: TextCase.slug(text)
    case .fallback, .date, .month, .money: text
    }
  }

  private func inWords(
    _ value: TemplateValue, _ filter: TemplateFilter.Name, _ path: String
  ) throws(RenderError.Reason) -> String {
    guard let words = FormatWords(language: language) else {
      throw .noWords(language: language, filter: filter)
    }
    if filter == .money {
      guard case .money(let amount) = value else {
        throw .wrongKind(path, value.kind ?? .string, filter: filter)
      }
      return amount.written(
        thousands: words.thousandsSeparator, decimal: words.decimalSeparator,
        currency: words.currencySeparator)
    }
    let date: CivilDate
    switch value {
    case .instant(let instant): date = zone.date(at: instant)
    case .date(let day): date = day
    case .string, .int, .double, .bool, .duration, .money, .list, .missing, .unknown:
      throw .wrongKind(path, value.kind ?? .string, filter: filter)
    }
    guard isWritable(date) else { throw .dateOutOfRange(path) }
    let (year, month, day) = date.fields
    return filter == .month ? words.month(month) : "\(day) \(words.monthOfDate(month)) \(year)"
  }

  /// Four digits write the year.
  private func isWritable(_ date: CivilDate) -> Bool { (0...9999).contains(date.year) }

  /// A value without any filter: the same in every language.
  private func plain(
    _ value: TemplateValue, _ path: String
  ) throws(RenderError.Reason) -> String {
    switch value {
    case .string(let text): return text
    case .int(let number): return String(number)
    case .bool(let isTrue): return isTrue ? "true" : "false"
    case .double(let number):
      guard number.isFinite else { throw .unwritable(path) }
      // Every whole number below 2^53 is written without a fraction: `3`, not `3.0`.
      if abs(number) < 0x1p53, number == number.rounded(.towardZero) {
        return String(Int64(number))
      }
      return number.description
    case .instant(let instant):
      guard isWritable(Zone.utc.date(at: instant)) else { throw .dateOutOfRange(path) }
      return instant.description
    case .date(let date):
      guard isWritable(date) else { throw .dateOutOfRange(path) }
      return date.description
    case .duration(let duration): return duration.policyText
    case .money(let amount): return amount.written(thousands: "", decimal: ".", currency: " ")
    case .list(let elements):
      var texts: [String] = []
      for element in elements where !element.isBlank {
        if case .list = element { throw .unwritable(path) }
        if element == .unknown { throw .unknownValue(path) }
        texts.append(try plain(element, path))
      }
      return texts.joined(separator: ", ")
    case .missing, .unknown: throw .noValue(path)
    }
  }
}

extension TemplateMoney {
  /// The amount without needless zeros: no fraction if it is whole, else at least two digits.
  func written(thousands: String, decimal: String, currency separator: String) -> String {
    var digits = String(units.magnitude)
    if digits.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.count) + digits
    }
    var fraction = digits.suffix(scale)
    var whole = String(digits.dropLast(scale))
    while fraction.last == "0" { fraction.removeLast() }
    let padding = fraction.count == 1 ? "0" : ""
    if !thousands.isEmpty {
      var grouped = ""
      for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index).isMultiple(of: 3) { grouped += thousands }
        grouped.append(digit)
      }
      whole = grouped
    }
    return (units < 0 ? "-" : "") + whole
      + (fraction.isEmpty ? "" : decimal + fraction + padding) + separator + currency
  }
}

extension Duration {
  /// As policies write it: `14d`, `1d12h`, `90s` as `1m30s`; parts of a second are dropped.
  fileprivate var policyText: String {
    let seconds = components.seconds
    if seconds == 0 { return "0" }
    var rest = seconds.magnitude
    var text = seconds < 0 ? "-" : ""
    for (unit, size) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] as [(String, UInt64)] {
      if rest >= size { text += "\(rest / size)\(unit)" }
      rest %= size
    }
    return text
  }
}
