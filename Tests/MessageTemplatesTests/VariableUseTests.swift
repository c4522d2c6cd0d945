// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import Testing

@Suite struct VariableUseTests {
  @Test func `every name is told with its place, filters and surroundings`() {
    let source = "{{a | default: \"x\" | upper}}{{#b}}{{b}}{{c}}{{.}}{{/b}}{{^d}}{{d}}{{/d}}"
    let text = MessageText(source)
    let uses = text.references().variables
    let shown = uses.map { use in
      [
        use.path, "\(use.role)", use.hasDefault ? "default" : "", use.isGuarded ? "guarded" : "",
        use.isElement ? "element" : "", use.isUnconditional ? "always" : "",
        use.needsValue ? "needed" : "",
      ].filter { !$0.isEmpty }.joined(separator: " ")
    }
    #expect(
      shown == [
        "a written default always", "b condition always", "b written guarded",
        "c written needed", "b written guarded element", "d invertedCondition always",
        "d written needed",
      ])
    for use in uses where !use.isElement { #expect(text.substring(use.range) == use.path) }
  }

  @Test func `partials are looked through once each`() {
    let partials = TemplatePartials([
      "footer": MessageText("{{identity.name}} {{> deeper}}"),
      "deeper": MessageText("{{unsubscribe_url}}"),
    ])
    let text = MessageText("{{#a}}{{> footer}}{{/a}} {{> footer}}{{> footer}}")
    let references = text.references(partials: partials)
    #expect(references.partials == ["footer", "deeper"])
    let uses = references.variables.filter { $0.partial != nil }
    #expect(uses.map(\.path) == ["identity.name", "unsubscribe_url"])
    #expect(uses.map(\.partial) == ["footer", "deeper"])
    #expect(uses.allSatisfy { $0.isUnconditional && $0.reachedFrom == 25..<37 })
    #expect(references.brokenPartials.isEmpty)
  }

  @Test func `partials that can't be included are told once`() {
    let partials = TemplatePartials([
      "a": MessageText("{{> b}}"), "b": MessageText("{{> a}}{{> gone}}"),
    ])
    let broken = MessageText("{{#x}}{{> a}}{{/x}}{{> a}}{{> lost}}")
      .references(partials: partials).brokenPartials
    #expect(broken.map(\.name) == ["a", "gone", "lost"])
    #expect(broken.map(\.problem) == [.cycle, .missing, .missing])
    #expect(broken.map(\.partial) == ["b", "b", nil])
  }

  @Test func `a chain of doubling partials is examined in no time`() {
    var texts: [String: MessageText] = [:]
    for index in 0..<60 {
      texts["p\(index)"] = MessageText("{{> p\(index + 1)}}{{> p\(index + 1)}}")
    }
    texts["p60"] = MessageText("{{v}} https://example.com")
    let partials = TemplatePartials(texts)
    let text = MessageText("{{> p0}}")
    #expect(text.references(partials: partials).variables.count == 1)
    let template = MessageTemplate(
      id: .init(name: "t", channel: "email", language: "en"), file: "t.en.md", body: text,
      bodyOffset: 0)
    let rules = TemplateRules(bodyLength: 1...100, links: 0...1)
    #expect(rules.findings(in: template, partials: partials).count == 2)
  }
}
