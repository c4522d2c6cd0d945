// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import MessageTemplates
import TestSupport
import Testing

@Suite struct TemplateFuzzTests {
  static let originals = [
    "Hi {{contact.first_name | default: \"there\"}},\n\n{{deal.lost_at | month}} {{{raw}}}\n{{> p}}",
    "{{#a}}\n{{.}}\n{{^b}}x{{/b}}\n{{/a}}\n{{! note }}\r\n{{& raw}}",
    "---\ntemplate: a\n---\nПривет, {{имя | upper | default: 'друг'}} 🔥 https://example.com\n",
    "<p>{{a}}</p><a href=\"{{unsubscribe_url}}\">x</a> &amp; &#39;",
  ]
  static let tokens = [
    "{{", "}}", "{{{", "}}}", "{{#a}}", "{{/a}}", "{{^", "{{!", "{{=", "{{> p}}", "|", ":", "\"",
    "'", "\n", "\r\n", "\u{202E}", "default", "{{.}}", "[0]", "a", "é", "\u{0}", "<", "&#x110000;",
  ]

  static func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array((originals.randomElement(using: &generator) ?? "").utf8)
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator) }
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 5))
      case 2: bytes.insert(contentsOf: bytes[..<place].suffix(20), at: place)
      case _:
        let token = tokens.randomElement(using: &generator) ?? ""
        bytes.insert(contentsOf: token.utf8, at: place)
      }
    }
    return bytes
  }

  @Test func `mutated templates are read, measured and rendered without a crash`() {
    for seed in UInt64(0)..<4000 {
      var generator = SeededGenerator(seed: seed)
      let bytes = Self.mutated(&generator)
      let parts = try? TemplateFileParts(of: bytes)
      let text = MessageText(String(decoding: bytes, as: UTF8.self))
      let partials = TemplatePartials(["p": text])
      check(text, seed)
      let references = text.references(partials: partials)
      let template = MessageTemplate(
        id: .init(name: "t", channel: "sms", language: "en"), file: "t.md",
        format: seed.isMultiple(of: 2) ? .html : .text, body: text,
        bodyOffset: parts?.body.lowerBound ?? 0)
      let rules = TemplateRules(
        duties: TemplateFinding.Duty.allCases, bodyLength: 1...10, segments: 1...1, links: 0...0)
      _ = rules.findings(in: template, partials: partials)
      for error in text.errors { _ = error.description + (error.help ?? "") }
      var values: [String: TemplateValue] = [:]
      for use in references.variables { values[use.path] = .string("<\(use.path)>") }
      values["deal.lost_at"] = .instant(Instant(seconds: Int64(seed) * 1_000_000_007))
      values["a"] = .list([.string("x"), .int(1)])
      if let message = try? template.render(values, partials: partials, format: english) {
        _ = rules.findings(in: message, unsubscribe: nil)
      }
    }
  }

  /// What holds of every text: places lie inside it and in order, sections pair up.
  private func check(_ text: MessageText, _ seed: UInt64) {
    let count = text.source.utf8.count
    var last = 0
    for (index, node) in text.nodes.enumerated() {
      #expect(node.range.lowerBound >= last && node.range.upperBound <= count, "seed \(seed)")
      last = node.range.lowerBound
      if case .section(_, let end) = node.kind {
        #expect(text.nodes[end].kind == .sectionEnd(start: index), "seed \(seed)")
      }
    }
    for error in text.errors {
      #expect(error.range.upperBound <= count && error.range.lowerBound >= 0, "seed \(seed)")
    }
  }

  @Test func `text without tags renders to itself`() throws {
    for seed in UInt64(0)..<500 {
      var generator = SeededGenerator(seed: seed)
      let text = String(decoding: Self.mutated(&generator), as: UTF8.self)
        .split(separator: "{{", omittingEmptySubsequences: false).joined(separator: "{ ")
      if text.contains("{{") { continue }
      for mode in RenderMode.allCases {
        let written = try MessageText(text).render(
          NoTemplateValues(), mode: mode, format: english)
        #expect(written == text, "seed \(seed)")
      }
    }
  }

  @Test func `HTML escapes every value and only values`() throws {
    let alphabet = Array("<>&\"'aя{}/ ")
    for seed in UInt64(0)..<500 {
      var generator = SeededGenerator(seed: seed)
      let value =
        "x" + String((0..<20).compactMap { _ in alphabet.randomElement(using: &generator) })
      let written = try MessageText("<i>{{v}}|{{v | default: \"<\"}}|{{n | default: \"<\"}}</i>")
        .render(["v": .string(value)], mode: .html, format: english)
      let escaped = value.map { character in
        switch character {
        case "<": "&lt;"
        case ">": "&gt;"
        case "&": "&amp;"
        case "\"": "&quot;"
        case "'": "&#39;"
        case _: String(character)
        }
      }.joined()
      #expect(written == "<i>\(escaped)|\(escaped)|&lt;</i>", "seed \(seed)")
    }
  }
}
