// Licensed under the Apache License, Version 2.0; see LICENSE.

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
    let limit = max(1, word.unicodeScalars.count / 3)
    var best: (name: TemplateFilter.Name, distance: Int)?
    for name in allCases {
      let distance = editDistance(word, name.rawValue, atMost: limit)
      if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// Insertions, removals, replacements and swaps of neighbours; more than `limit` reads `limit + 1`.
  private static func editDistance(_ a: String, _ b: String, atMost limit: Int) -> Int {
    let a = Array(a.unicodeScalars)
    let b = Array(b.unicodeScalars)
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1], row[j]) + 1
        cost = min(cost, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
