// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import PolicyLanguage
import Simulation
import TextLayout

/// One message as people look at it before it goes.
struct PreviewCard {
  let template: MessageTemplate
  let preview: MessagePreview
  let channel: Channel?
  let sender: Sender?
  let recipient: String
  /// How the link to unsubscribe begins, as the settings write it; it doesn't count among links.
  let unsubscribe: String

  var message: RenderedMessage { preview.message }

  /// `leadgen/hello · email · en`.
  var title: String {
    "\(template.id.name) · \(template.id.channel) · \(template.id.language)"
  }

  /// From, to, subject, preheader and what a provider fills in.
  var head: [(name: String, value: String)] {
    var rows: [(name: String, value: String)] = []
    if let sender { rows.append(("From", "\(sender.name) <\(sender.address)>")) }
    rows.append(("To", recipient))
    if let subject = message.subject { rows.append(("Subject", subject)) }
    if let preheader = message.preheader { rows.append(("Preheader", preheader)) }
    for (name, value) in message.providerVariables.sorted(by: { $0.key < $1.key }) {
      rows.append(("{{\(name)}}", value))
    }
    return rows
  }

  /// What can be counted, a line each.
  var measures: [String] {
    var lines: [String] = []
    let rules = channel?.rules
    if let subject = message.subject {
      lines.append("subject: \(count(subject.count, "character"))\(bound(rules?.subjectLength))")
    }
    let words = message.text.split(whereSeparator: \.isWhitespace).count
    lines.append(
      "body: \(count(message.text.count, "character"))\(bound(rules?.bodyLength)),"
        + " \(count(words, "word")), \(count(message.text.utf8.count, "byte"))")
    if template.id.channel == "sms" || rules?.segments != nil {
      let segments = SMSSegments(message.text)
      var text =
        "SMS: \(count(segments.segmentCount, "segment"))\(bound(rules?.segments)),"
        + " \(segments.encoding.rawValue), \(segments.unitCount) units"
      if let first = segments.firstBeyondGSM7 {
        text += "; `\(first)` is the first character beyond GSM-7"
      }
      lines.append(text)
    }
    var text = "links: \(links.count)"
    if let range = rules?.firstTouchLinks { text += " (in a first message \(span(range)))" }
    if links.count < message.links.count { text += ", and the one to unsubscribe" }
    lines.append(text)
    lines += links.map { "  \($0)" }
    return lines
  }

  /// The web addresses in the text, the one to unsubscribe left out.
  private var links: [String] {
    message.links.filter { unsubscribe.isEmpty || !$0.hasPrefix(unsubscribe) }
  }

  /// Why it couldn't be sent as it is.
  var faults: [String] {
    var faults = preview.gaps.map { gap in
      "`\(gap.path)` \(gap.isUnknown ? "is unknown" : "has no value and no `default`")"
    }
    let rules = channel?.rules
    func ask(_ name: String, _ number: Int, _ range: ClosedRange<Int>?) {
      guard let range, !range.contains(number) else { return }
      faults.append("\(name) has \(number), allowed are \(span(range))")
    }
    if let subject = message.subject { ask("the subject", subject.count, rules?.subjectLength) }
    ask("the body", message.text.count, rules?.bodyLength)
    ask("the SMS", SMSSegments(message.text).segmentCount, rules?.segments)
    return faults
  }

  /// One message of `docs/json/preview.md`.
  var json: JSONText {
    func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }
    return .object([
      ("template", .string(template.id.name)), ("channel", .string(template.id.channel)),
      ("language", .string(template.id.language)), ("file", .string(template.file)),
      ("from", optional(sender.map { "\($0.name) <\($0.address)>" })), ("to", .string(recipient)),
      ("subject", optional(message.subject)), ("preheader", optional(message.preheader)),
      ("text", .string(message.text)), ("html", optional(message.html)),
      (
        "variables",
        .object(
          message.providerVariables.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
      ),
      ("links", .array(links.map { .string($0) })),
      ("faults", .array(faults.map { .string($0) })),
    ])
  }

  // MARK: - The terminal

  func text(_ terminal: Terminal) -> String {
    let width = min(terminal.textWidth, 78)
    let rule = terminal.paint(String(repeating: "─", count: width), .dim)
    var lines = ["\(terminal.paint(title, .bold))  \(terminal.paint(template.file, .dim))"]
    let names = head.map(\.name.count).max() ?? 0
    for (name, value) in head {
      let parts = value.wrapped(to: width - names - 2)
      lines.append("\(terminal.paint(name.padded(to: names), .dim))  \(parts[0])")
      lines += parts.dropFirst().map { String(repeating: " ", count: names + 2) + $0 }
    }
    lines.append(rule)
    for line in message.text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines += String(line).wrapped(to: width)
    }
    lines.append(rule)
    lines += measures
    lines += faults.map { "\(terminal.paint("✗", .red)) \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func count(_ number: Int, _ word: String) -> String {
    "\(Layout.number(number)) \(word)\(number == 1 ? "" : "s")"
  }

  private func bound(_ range: ClosedRange<Int>?) -> String {
    range.map { " of \(span($0))" } ?? ""
  }

  private func span(_ range: ClosedRange<Int>) -> String {
    range.lowerBound == range.upperBound
      ? Layout.number(range.lowerBound)
      : "\(Layout.number(range.lowerBound))–\(Layout.number(range.upperBound))"
  }
}
