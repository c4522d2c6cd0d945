// Licensed under the Apache License, Version 2.0; see LICENSE.

// Facts of generated people that are written as a map.
extension Validator {
  /// Shares of values, a way for each value of another fact, or a draw that follows one.
  mutating func generated(
    _ mapping: YAMLMapping, at node: YAMLNode, of what: String
  ) -> Typed {
    let keys = mapping.entries.map(\.key.text)
    if keys.contains("by") { return conditional(mapping, at: node, of: what) }
    if keys.contains("follows") { return following(mapping, at: node, of: what) }
    return weighted(mapping, at: node, of: what)
  }

  private mutating func conditional(
    _ mapping: YAMLMapping, at node: YAMLNode, of what: String
  ) -> Typed {
    var fact: ScalarSource?
    var cases: [(value: ScalarSource, made: Generated)] = []
    var otherwise: Generated?
    for entry in mapping.entries {
      if entry.key.text == "by" {
        fact = entry.value.scalar
        continue
      }
      let value = read(entry.value, as: .generated, of: "`\(entry.key.text)`")
      guard case .generated(let made) = value.value else { return broken(node) }
      if entry.key.text == "else" { otherwise = made } else { cases.append((entry.key, made)) }
    }
    guard let fact, !cases.isEmpty else {
      return wrongForm(
        node, "a map without a fact under `by` and a value of it", as: .generated, of: what)
    }
    return Typed(
      span: node.span,
      value: .generated(.conditional(by: fact, cases: cases, otherwise: otherwise)))
  }

  private mutating func following(
    _ mapping: YAMLMapping, at node: YAMLNode, of what: String
  ) -> Typed {
    var fact: ScalarSource?
    var made: Generated?
    var correlation: Double?
    for entry in mapping.entries {
      switch entry.key.text {
      case "follows": fact = entry.value.scalar
      case "draw":
        let value = read(entry.value, as: .generated, of: "`draw`")
        guard case .generated(let draw) = value.value else { return broken(node) }
        made = draw
      case "correlation":
        let value = read(entry.value, as: .decimalNumber(-1...1), of: "`correlation`")
        guard case .number(let number) = value.value else { return broken(node) }
        correlation = number
      default:
        return wrongForm(node, "a map with the key `\(entry.key.text)`", as: .generated, of: what)
      }
    }
    guard let fact, let made, let correlation else {
      return wrongForm(
        node, "a map without all of `draw`, `follows` and `correlation`", as: .generated, of: what)
    }
    return Typed(
      span: node.span,
      value: .generated(.following(made, fact: fact, correlation: correlation)))
  }

  private mutating func weighted(
    _ mapping: YAMLMapping, at node: YAMLNode, of what: String
  ) -> Typed {
    var values: [(value: ScalarSource, share: Share)] = []
    for entry in mapping.entries {
      let share = read(entry.value, as: .share, of: "`\(entry.key.text)`")
      guard case .share(let value) = share.value else { return broken(node) }
      values.append((entry.key, value))
    }
    guard !values.isEmpty else { return wrongForm(node, "an empty map", as: .generated, of: what) }
    checkSum(values.map(\.share), at: node.span, of: what)
    return Typed(span: node.span, value: .generated(.weighted(values)))
  }

  /// Shares share out the whole.
  private mutating func checkSum(_ shares: [Share], at span: SourceSpan, of what: String) {
    let sum = shares.reduce(0) { $0 + $1.millionths }
    guard sum != 1_000_000 else { return }
    report(
      Diagnostic(
        .sharesDoNotAddUp, at: span, "the shares of \(what) add up to \(Self.percent(sum))",
        label: "they share out 100%"))
  }

  private static func percent(_ millionths: Int64) -> String {
    let value = Double(millionths) / 10_000
    return value == value.rounded() ? "\(Int64(value))%" : "\(value)%"
  }
}
