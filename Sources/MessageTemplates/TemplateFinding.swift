// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A channel's rule that a template or a rendered message breaks.
public struct TemplateFinding: Hashable, Sendable {
  /// Something that every outreach message of a channel must carry.
  public enum Duty: String, CaseIterable, Hashable, Sendable {
    /// Who writes: `{{identity.name}}`.
    case identity
    /// Where they are: `{{identity.postal_address}}`.
    case postalAddress = "postal_address"
    /// How to end it: `{{unsubscribe_url}}`.
    case unsubscribe = "one_click_unsubscribe"

    /// The name that a template writes for it.
    public var path: String {
      switch self {
      case .identity: "identity.name"
      case .postalAddress: "identity.postal_address"
      case .unsubscribe: "unsubscribe_url"
      }
    }
  }

  /// The rule that is broken.
  public enum Kind: Hashable, Sendable {
    /// The body doesn't write what the channel requires; conditional where only some people get it.
    case missing(Duty, isConditional: Bool)
    /// The channel's messages have a subject, and this one has none.
    case noSubject
    /// Shorter than allowed, at the longest.
    case tooShort(most: Int, allowed: ClosedRange<Int>)
    /// Longer than allowed, at the shortest.
    case tooLong(least: Int, allowed: ClosedRange<Int>)
    /// More SMS parts than allowed, at the fewest; the character is the first that GSM-7 lacks.
    case segments(
      least: Int, allowed: ClosedRange<Int>, encoding: SMSSegments.Encoding,
      beyondGSM7: Unicode.Scalar?)
    /// More links than allowed; `nil` where nothing bounds them.
    case tooManyLinks(most: Int?, allowed: ClosedRange<Int>)
    /// Fewer links than allowed.
    case tooFewLinks(least: Int, allowed: ClosedRange<Int>)
    /// Characters that make the text read otherwise than it looks.
    case suspicious(SuspiciousCharacters.Kind)
    /// Braces of a tag that isn't one: `{{` or `}}` as text.
    case strayBraces
    /// A filter that needs the words of a language which has none here.
    case noWords(language: String, filter: TemplateFilter.Name)
  }

  /// The rule that is broken.
  public let kind: Kind
  /// The text in which it is broken.
  public let part: MessageTemplate.Part
  /// The partial of that text in which it is broken; `nil` for the text itself.
  public let partial: String?
  /// The bytes (UTF-8) in that text or partial; empty at 0 where it is about the whole.
  public let range: Range<Int>

  /// Places a broken rule.
  public init(
    _ kind: Kind, part: MessageTemplate.Part, partial: String? = nil, range: Range<Int> = 0..<0
  ) {
    self.kind = kind
    self.part = part
    self.partial = partial
    self.range = range
  }
}

extension TemplateFinding: CustomStringConvertible {
  /// A headline for people: one line, lower case, no full stop.
  public var description: String {
    switch kind {
    case .missing(let duty, let isConditional):
      isConditional
        ? "`{{\(duty.path)}}` is written for some people only" : "no `{{\(duty.path)}}` is written"
    case .noSubject: "a subject is expected"
    case .tooShort(let most, let allowed):
      "\(most) characters at the most, and \(range(allowed)) are allowed"
    case .tooLong(let least, let allowed):
      "\(least) characters at the least, and \(range(allowed)) are allowed"
    case .segments(let least, let allowed, let encoding, let scalar):
      "\(least) SMS segments at the least in \(encoding.rawValue), and \(range(allowed)) are allowed"
        + (scalar.map { ": `\($0)` is no GSM-7 character" } ?? "")
    case .tooManyLinks(let most, let allowed):
      "\(most.map { "\($0)" } ?? "any number of") links, and \(range(allowed)) are allowed"
    case .tooFewLinks(let least, let allowed):
      "\(least) links, and \(range(allowed)) are allowed"
    case .suspicious(.bidirectionalControl(let scalar)):
      "an invisible character turns the direction of reading (U+\(hex(scalar)))"
    case .suspicious(.mixedScripts(let word)):
      "`\(shown(word))` mixes Latin and Cyrillic letters that look alike"
    case .strayBraces: "braces of a tag stand here as text"
    case .noWords(let language, let filter):
      "filter `\(filter.rawValue)` has no words for language `\(shown(language))`"
    }
  }

  private func range(_ allowed: ClosedRange<Int>) -> String {
    "\(allowed.lowerBound)..\(allowed.upperBound)"
  }

  private func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
