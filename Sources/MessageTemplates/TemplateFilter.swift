// Licensed under the Apache License, Version 2.0; see LICENSE.

import Spelling

/// Something done to a value on its way into a text.
public enum TemplateFilter: Hashable, Sendable {
  /// `default: "x"`: written when there is no value.
  case fallback(String)
  /// `date`: the local day of an instant, or a date: `7 October 2026`.
  case date
  /// `month`: the month's name, standing alone: `October`.
  case month
  /// `money`: the amount with its thousands apart: `8,000 USD`.
  case money
  /// `upper`: capitals.
  case upper
  /// `title`: a capital at the beginning of each word; other letters stay.
  case title
  /// `slug`: lower-case ASCII letters and digits, joined by single hyphens.
  case slug

  /// The filter's name as authors write it.
  public enum Name: String, CaseIterable, Hashable, Sendable {
    case `default`, date, month, money, upper, title, slug

    /// Followed by `: "…"`.
    public var takesArgument: Bool { self == .default }
  }

  /// The filter's name as authors write it.
  public var name: Name {
    switch self {
    case .fallback: .default
    case .date: .date
    case .month: .month
    case .money: .money
    case .upper: .upper
    case .title: .title
    case .slug: .slug
    }
  }

  /// Needs the words or separators of a language.
  public var needsLanguage: Bool {
    switch self {
    case .date, .month, .money: true
    case .fallback, .upper, .title, .slug: false
    }
  }

  /// The kind of value that comes out where `kind` goes in; `nil` where the filter can't take it.
  public func result(of kind: TemplateValue.Kind) -> TemplateValue.Kind? {
    switch self {
    case .fallback: kind
    case .date, .month: kind == .instant || kind == .date ? .string : nil
    case .money: kind == .money ? .string : nil
    case .upper, .title, .slug: kind == .string ? .string : nil
    }
  }
}

extension TemplateFilter.Name {
  /// The known name that `word` most likely meant; `nil` when none is near.
  static func nearest(to word: String) -> TemplateFilter.Name? {
    Spelling.nearest(to: word, in: allCases.map(\.rawValue)).first
      .flatMap(TemplateFilter.Name.init(rawValue:))
  }
}
