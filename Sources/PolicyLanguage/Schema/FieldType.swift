// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What a key's value may be.
///
/// The same description reads values, makes the JSON Schema and the reference.
public indirect enum FieldType: Sendable {
  /// `true` or `false`.
  case bool
  /// Nothing behind the colon; reads as `true`.
  case nothing
  /// A whole number in a range.
  case wholeNumber(ClosedRange<Int64>)
  /// A number in a range, with decimals.
  case decimalNumber(ClosedRange<Double>)
  /// Any text, as it is.
  case string
  /// A name of its own.
  case name(NameForm)
  /// The name of something else. What it must name is checked when names are resolved.
  case reference(String, NameForm)
  /// One of a few words.
  case choice([String])
  /// An exact duration, `14d`.
  case duration
  /// An exact or calendar period, `14d`, `12mo`, `3bd`.
  case period
  /// An instant, or a local time in the bundle's zone.
  case instant
  /// A local date.
  case date
  /// A date, a day of every year, or a span of either.
  case closedDays
  /// Local hours on days of the week.
  case window
  /// Five fields of cron.
  case cron
  /// A part of a hundred, `70%`.
  case share
  /// So many in a time, `3/day`.
  case rate
  /// An amount of a currency, `25 USD`.
  case money
  /// A CEL expression.
  case expression(ExpressionType)
  /// A text with `{{names}}`.
  case text
  /// A secret's name, an environment variable, or a plugin's own value.
  case setting
  /// A value whose type the schema of facts decides.
  case data
  /// A fact of generated people: a value, weighted values, or a draw.
  case generated
  /// Two values with `..`, or one value for both ends.
  case range(FieldType)
  /// A list.
  case list(FieldType)
  /// A list, or a single item.
  case oneOrMany(FieldType)
  /// Keys of the author's own.
  case map(NameForm, FieldType)
  /// Keys of the kind.
  case object(ObjectType)
  /// The first of several types that a value fits.
  case either([FieldType])

  /// Any whole number.
  public static let int = FieldType.wholeNumber(Int64.min...Int64.max)
  /// A whole number from 0.
  public static let count = FieldType.wholeNumber(0...Int64(Int32.max))
  /// A whole number from 1.
  public static let positive = FieldType.wholeNumber(1...Int64(Int32.max))
  /// Any number.
  public static let number = FieldType.decimalNumber(-1e15...1e15)
  /// The name of something else, in kebab-case.
  public static func reference(_ kind: String) -> FieldType { .reference(kind, .kebab) }
  /// An expression that is true or false.
  public static let condition = FieldType.expression(.bool)
}

/// What an expression must evaluate to.
public enum ExpressionType: String, Hashable, Sendable {
  /// True or false.
  case bool
  /// An int or a double.
  case number
  /// A string.
  case string
  /// A timestamp.
  case timestamp
  /// A string, a number or a timestamp: what can be ordered by.
  case ordered
  /// Anything.
  case any

  /// As messages say it.
  public var phrase: String {
    switch self {
    case .bool: "an expression that is true or false"
    case .number: "an expression that gives a number"
    case .string: "an expression that gives a text"
    case .timestamp: "an expression that gives an instant"
    case .ordered: "an expression that gives a text, a number or an instant"
    case .any: "an expression"
    }
  }
}

/// How a name is written.
public enum NameForm: Hashable, Sendable {
  /// `winback-lost-deal`.
  case kebab
  /// `fresh_lead`; what expressions name.
  case snake
  /// Either of the two.
  case word
  /// `deal.lost`, `contact.role`; words with dots.
  case dotted
  /// `winback/new-angle`; kebab-case with slashes.
  case path
  /// `en`, `pt-BR`.
  case language
  /// Two capital letters, `PT`, perhaps with a state, `US-CA`.
  case country
  /// Any text on one line.
  case free

  /// As messages say it.
  public var phrase: String {
    switch self {
    case .kebab: "a name in kebab-case, such as `winback-lost-deal`"
    case .snake: "a name in snake_case, such as `fresh_lead`"
    case .word: "a name of letters, digits, `-` and `_`"
    case .dotted: "a name with dots, such as `deal.lost`"
    case .path: "a name such as `winback/new-angle`"
    case .language: "a language, such as `en` or `pt-BR`"
    case .country: "a country in capital letters, such as `PT`"
    case .free: "a name"
    }
  }

  /// The regular expression that names match, as JSON Schema writes it.
  public var pattern: String {
    switch self {
    case .kebab: "^[a-z0-9]+(-[a-z0-9]+)*$"
    case .snake: "^[a-z][a-z0-9_]*$"
    case .word: "^[A-Za-z0-9][A-Za-z0-9_-]*$"
    case .dotted: "^[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*$"
    case .path: "^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$"
    case .language: "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
    case .country: "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"
    case .free: "^[^\\n]+$"
    }
  }

  /// Whether a text is such a name.
  public func admits(_ text: String) -> Bool {
    switch self {
    case .kebab: Self.isKebab(text[...])
    case .snake:
      text.utf8.first.map(Self.isLower) == true
        && text.utf8.allSatisfy { Self.isLower($0) || Self.isDigit($0) || $0 == 0x5F }
    case .word: Self.isWord(text[...]) && text.utf8.first.map(Self.isLetterOrDigit) == true
    case .dotted:
      text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isWord)
        && text.utf8.first.map { !Self.isDigit($0) && $0 != 0x2D } == true
    case .path:
      text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(Self.isKebab)
    case .language: Self.isLanguage(text)
    case .country: Self.isCountry(text)
    case .free: !text.isEmpty && !text.utf8.contains(0x0A)
    }
  }

  private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isLower(byte) || isUpper(byte) || isDigit(byte)
  }

  private static func isKebab(_ text: Substring) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { isLower($0) || isDigit($0) }
    }
  }

  private static func isWord(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x5F || $0 == 0x2D }
  }

  private static func isLanguage(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.utf8.count),
      first.utf8.allSatisfy(isLower)
    else { return false }
    return parts.dropFirst().allSatisfy {
      (2...8).contains($0.utf8.count) && $0.utf8.allSatisfy(isLetterOrDigit)
    }
  }

  private static func isCountry(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.utf8.count == 2, first.utf8.allSatisfy(isUpper),
      parts.count <= 2
    else { return false }
    return parts.dropFirst().allSatisfy {
      (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { isUpper($0) || isDigit($0) }
    }
  }
}
