// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Draws the place of a finding under the line it stands on.
private enum Excerpt {
  static func text(
    _ headline: String, at range: SourceRange, in source: String, notes: [String]
  ) -> String {
    let (line, column) = range.lineAndColumn(in: source)
    let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let content = line <= lines.count ? String(lines[line - 1]) : ""
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    // A range over several lines is marked on its first.
    let covered = range.text(in: source).prefix { !$0.isNewline }.count
    let length = max(1, min(covered, content.count - column + 1))
    var result = "\(line):\(column): \(headline)\n\(margin) |\n\(number) | \(content)\n\(margin) | "
    result += String(repeating: " ", count: column - 1) + String(repeating: "^", count: length)
    for note in notes { result += "\n\(margin) = \(note)" }
    return result
  }
}

extension ParseError {
  /// What helps to mend it, where other languages or word processors teach the mistake.
  public var notes: [String] {
    help.map { ["help: \($0)"] } ?? []
  }

  private var help: String? {
    switch kind {
    case .unexpected(let found, let expected):
      if found == ",", expected == "`)`" { return "a list stands in `[…]`" }
      switch found.lowercased() {
      case "like":
        return "write `….contains(\"…\")`, or `….matches(\"…\")` with a regular expression"
      case "then", "else", "if": return "write `condition ? a : b`"
      case "between": return "write `a <= x && x <= b`"
      default: return nil
      }
    case .unknownCharacter("“"), .unknownCharacter("”"), .unknownCharacter("„"),
      .unknownCharacter("‘"), .unknownCharacter("’"), .unknownCharacter("«"):
      return "a text stands in straight quotes: `\"` or `'`"
    case .badNumber(let text):
      let isSpan =
        text.last.map { "smhdw".contains($0) } ?? false
        && text.utf8.dropLast().allSatisfy(isDigit)
      return isSpan ? "write a span as `duration(\"24h\")`" : nil
    case .reservedWord("if"), .reservedWord("else"): return "write `condition ? a : b`"
    case .unexpectedEnd, .singleEquals, .foreignOperator, .unknownCharacter, .unterminatedString,
      .badEscape, .numberOutOfRange, .reservedWord, .badMacro, .tooDeep, .tooLong:
      return nil
    }
  }

  /// The error with the line it stands on and a mark under its place.
  public func report(in text: String) -> String {
    Excerpt.text("error: \(description)", at: range, in: text, notes: notes)
  }
}

extension CheckError {
  /// What helps to mend it: what is likely to be meant, or the forms that a function has, the
  /// likeliest first.
  public var notes: [String] {
    guard let hint else { return notesOfKind }
    return notesOfKind.filter { !$0.hasPrefix("help: ") } + ["help: \(hint)"]
  }

  private var notesOfKind: [String] {
    switch kind {
    case .noMatchingOverload(_, let arguments, let candidates):
      let types = arguments.map(\.description)
      func agreement(_ candidate: String) -> Int {
        types.filter { candidate.contains($0) }.count
      }
      let likely = candidates.enumerated().sorted {
        (-agreement($0.element), $0.offset) < (-agreement($1.element), $1.offset)
      }.map(\.element)
      let shown = likely.prefix(4).map { "note: there is `\($0)`" }
      let rest = candidates.count - shown.count
      return shown + (rest > 0 ? ["note: and \(rest) more"] : [])
    case .typeMismatch(.optional, let found):
      return ["help: `optional.of(…)` makes an optional of a value of type \(found)"]
    case .typeMismatch(_, .optional):
      return ["help: `orValue(…)` takes the value out of an optional, with one for none"]
    case .typeMismatch(.bool, let found):
      switch found {
      case .string, .list, .map, .bytes:
        return ["help: write `size(…) > 0` to ask whether there is anything in it"]
      case .int, .uint, .double: return ["help: write `… != 0` to ask whether it is zero"]
      default: return []
      }
    case .undeclaredName, .undeclaredFunction, .typeMismatch, .unknownField, .noFields,
      .notIterable, .misusedMacro, .notConstructible, .tooDeep, .tooLong:
      return []
    }
  }

  /// The error with the line it stands on, a mark under its place, and what helps to mend it.
  public func report(in text: String) -> String {
    Excerpt.text("error: \(description)", at: range, in: text, notes: notes)
  }
}

extension CheckWarning: CustomStringConvertible {
  /// One line for people, in lower case and without a full stop.
  public var description: String {
    switch kind {
    case .nullableRead(let path): "`\(path)` may have no value; reading it then is an error"
    case .constantComparison(let outcome, _): "this comparison is always \(outcome)"
    case .alwaysFails(let error): "this always fails: \(error)"
    case .unsolvableTime(let name, _): "nobody can foresee when this changes with `\(name)`"
    }
  }

  /// Why it is so, or what to write instead.
  public var notes: [String] {
    switch kind {
    case .nullableRead(let path): ["help: write `has(\(path)) && …`"]
    case .constantComparison(_, let reason): ["note: \(reason)"]
    case .alwaysFails(.badConversion(_, to: .timestamp)):
      ["help: write an instant as `timestamp(\"2026-10-20T10:00:00Z\")`"]
    case .alwaysFails(.badConversion(_, to: .duration)):
      ["help: units are h, m, s, ms, us and ns, as in `duration(\"36h\")`"]
    case .alwaysFails: []
    case .unsolvableTime(let name, let rewrite):
      [
        rewrite.map { "help: write `\($0)`" }
          ?? "help: compare instants, as `\(name) >= t + duration(\"24h\")`"
      ]
    }
  }

  /// The warning with the line it stands on, a mark under its place, and what helps.
  public func report(in text: String) -> String {
    Excerpt.text("warning: \(description)", at: range, in: text, notes: notes)
  }
}
