// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The least and the most of something that a text can hold, whoever it is written for.
struct TextExtent: Hashable, Sendable {
  static let zero = TextExtent(least: 0, most: 0)
  // Partials can double each other's size; no rule asks about more than this.
  private static let ceiling = 1 << 40

  var least: Int
  /// `nil`: nothing bounds it.
  var most: Int?

  static func exactly(_ count: Int) -> TextExtent { TextExtent(least: count, most: count) }

  static func += (sum: inout TextExtent, other: TextExtent) {
    sum.least = min(ceiling, sum.least + other.least)
    if let a = sum.most, let b = other.most {
      sum.most = min(ceiling, a + b)
    } else {
      sum.most = nil
    }
  }

  /// One or the other.
  func or(_ other: TextExtent) -> TextExtent {
    var most: Int?
    if let a = self.most, let b = other.most { most = max(a, b) }
    return TextExtent(least: min(least, other.least), most: most)
  }
}

/// Measures a text and its partials without rendering them.
///
/// Of `{{#name}}` and `{{^name}}` at one level exactly one is shown, so the two are alternatives.
/// A section that writes `{{.}}` may be written any number of times.
struct ExtentWalker {
  let partials: TemplatePartials
  let ofLiteral: (ArraySlice<UInt8>) -> Int
  let ofVariable: (TemplateVariable) -> TextExtent
  private var known: [String: TextExtent] = [:]

  init(
    partials: TemplatePartials, ofLiteral: @escaping (ArraySlice<UInt8>) -> Int,
    ofVariable: @escaping (TemplateVariable) -> TextExtent
  ) {
    self.partials = partials
    self.ofLiteral = ofLiteral
    self.ofVariable = ofVariable
  }

  mutating func extent(of text: MessageText) -> TextExtent {
    extent(of: text, text.nodes.indices)
  }

  private mutating func extent(of text: MessageText, _ nodes: Range<Int>) -> TextExtent {
    var sum = TextExtent.zero
    var branches: [String: (shown: TextExtent, hidden: TextExtent)] = [:]
    var index = nodes.lowerBound
    while index < nodes.upperBound {
      let node = text.nodes[index]
      switch node.kind {
      case .literal: sum += .exactly(ofLiteral(text.bytes[node.range]))
      case .variable(let variable): sum += ofVariable(variable)
      case .section(let condition, let end):
        var inner = extent(of: text, (index + 1)..<end)
        var branch = branches[condition.path] ?? (.zero, .zero)
        if condition.isInverted {
          branch.hidden += inner
        } else {
          if inner.most != 0, writesElement(text, (index + 1)..<end) { inner.most = nil }
          branch.shown += inner
        }
        branches[condition.path] = branch
        index = end
      case .sectionEnd: break
      case .partial(let name, _): sum += extent(ofPartial: name)
      }
      index += 1
    }
    for branch in branches.values { sum += branch.shown.or(branch.hidden) }
    return sum
  }

  private func writesElement(_ text: MessageText, _ nodes: Range<Int>) -> Bool {
    text.nodes[nodes].contains {
      if case .variable(let variable) = $0.kind { variable.path == "." } else { false }
    }
  }

  private mutating func extent(ofPartial name: String) -> TextExtent {
    if let extent = known[name] { return extent }
    // Stands for the partial inside itself, which other checks refuse, and for one that is missing.
    known[name] = .zero
    guard let text = partials[name] else { return .zero }
    let extent = extent(of: text)
    known[name] = extent
    return extent
  }
}
