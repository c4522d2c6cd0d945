// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards
import PolicyLanguage
import TextLayout

/// An explanation as people read it.
struct ExplanationText {
  private let explanation: Explanation
  private let usesColour: Bool
  /// Columns that lines are broken to.
  private let width: Int
  /// Whether guards that pass have a line each, too.
  private let showsAll: Bool
  /// Who took the last place in the round that decided the step.
  private let lostTo: LostTo?

  init(
    _ explanation: Explanation, colour: Bool, width: Int = 80, showsAll: Bool = false,
    lostTo: LostTo? = nil
  ) {
    self.explanation = explanation
    usesColour = colour
    self.width = width
    self.showsAll = showsAll
    self.lostTo = lostTo
  }

  private var decision: Decision { explanation.decision }

  /// `send`, or the verdict with its reason.
  var verdict: String {
    decision.reason.map { "\(decision.verdict.rawValue): \($0)" } ?? decision.verdict.rawValue
  }

  /// The same, with every guard that a wait is for: a full cap behind closed hours, too.
  var verdictWithBlockers: String {
    guard decision.verdict == .wait, !explanation.blockers.isEmpty else { return verdict }
    return "wait: " + explanation.blockers.map(\.id).joined(separator: ", ")
  }

  /// The answer of `when` for a terminal that is too narrow for a table.
  func brief(width: Int) -> String {
    let binding = explanation.binding.map { ", bound by \($0)" } ?? ""
    let answer = [("now", verdictWithBlockers), ("earliest", earliest + binding)]
    let rows = (isOver ? [] : answer) + [("standing", standing)]
    let lines = rows.flatMap { name, text in
      let parts = text.wrapped(to: width - 12)
      return ["  " + name.padded(to: 10) + parts[0]]
        + parts.dropFirst().map { "".padded(to: 12) + $0 }
    }
    return (["\(name)/\(explanation.step)"] + lines).joined(separator: "\n") + "\n"
  }

  /// The first round at which all guards could pass.
  var earliest: String {
    switch explanation.standing {
    case .ended, .finished: return "–"
    case .pending, .open, .waiting, .notEnrolled: break
    }
    switch decision.verdict {
    case .send: return short(decision.at)
    case .wait: return decision.earliest.map(short) ?? "when a fact changes"
    case .hold: return "when it is approved"
    case .skip, .stop: return "–"
    }
  }

  /// Where the contact stands in the policy.
  var standing: String {
    let words = wordsOfStanding
    return explanation.current.map { "now at step \($0), \(words)" } ?? words
  }

  private var wordsOfStanding: String {
    switch explanation.standing {
    case .pending(let start): start.map { "starts at \(short($0))" } ?? "waits for its group"
    case .open(let due): due > decision.at ? "due at \(short(due))" : "due since \(short(due))"
    case .waiting(let until): until.map { "waits until \(short($0))" } ?? "waits"
    case .finished: "all steps decided"
    case .ended(let name, let at): "ended as \(name) at \(short(at))"
    case .notEnrolled(let obstacle): "not enrolled: \(words(obstacle))"
    }
  }

  private func words(_ obstacle: Explanation.Obstacle) -> String {
    switch obstacle {
    case .noEvent(let names): "no \(names.joined(separator: " or ")) happened"
    case .whenFalse: "`enrol.when` is false"
    case .whenUnknown(let facts): "`enrol.when` needs \(facts.joined(separator: ", "))"
    case .notAskedYet: "it is asked in the next round"
    case .again(let from): from.map { "again from \(short($0))" } ?? "it was enrolled before"
    case .safeList: "mode safe, and not on the list"
    case .inactive: "the policy is off"
    case .noSubject: "there is nothing that the policy could be about"
    }
  }

  /// The policy's id.
  var policy: String { explanation.policy }

  /// Why the contact isn't enrolled, without saying that it isn't.
  var obstacle: String {
    if case .notEnrolled(let obstacle) = explanation.standing { return words(obstacle) }
    return standing
  }

  /// True if the policy has nothing more to decide for the contact.
  var isOver: Bool {
    switch explanation.standing {
    case .finished, .ended, .notEnrolled: true
    case .pending, .open, .waiting: false
    }
  }

  /// The contact, and the deal if it is about one.
  private var subject: String {
    "\(decision.contact)\(decision.deal.map { ", deal \($0)" } ?? "")"
  }

  /// The policy, with the deal if it is about one.
  var name: String { policy + (decision.deal.map { " (deal \($0))" } ?? "") }

  // MARK: - The card

  /// The answer in short for a policy that doesn't hold the contact: why it isn't enrolled.
  var summary: String {
    var lines = ["NOT ENROLLED  \(explanation.policy)  \(standing)"]
    if let audience = explanation.audience { lines.append(row(audience, "audience (enrol.when)")) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// True if the contact isn't enrolled, so that the chain is only an "as if".
  var isAsIf: Bool {
    switch explanation.standing {
    case .notEnrolled: true
    case .pending, .open, .waiting, .finished, .ended: false
    }
  }

  /// The whole answer, a guard a line.
  var card: String {
    let head = isOver && !isAsIf ? "OVER" : decision.verdict.rawValue.uppercased()
    let style: TerminalStyle.Colour =
      isOver ? .dim : decision.verdict == .send ? .green : .yellow
    let target = decision.channel.map { " → \($0)" } ?? ""
    var lines = [
      "\(paint(head, style))  \(explanation.policy)/\(explanation.step)\(target)  \(subject)",
      "  at \(short(decision.at)); \(standing)",
    ]
    if let audience = explanation.audience { lines.append(row(audience, "audience (enrol.when)")) }
    if showsAll {
      lines += decision.guards.map { row($0, $0.id) }
    } else {
      for stage in Stage.allCases { lines += rows(of: stage) }
    }
    for sentence in conclusion.split(separator: "\n") {
      lines += String(sentence).wrapped(to: max(24, width - 2)).map { "  " + $0 }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The guards of a stage: those that stand in the way in full, the others in a line.
  private func rows(of stage: Stage) -> [String] {
    let guards = decision.guards.filter { $0.stage == stage }
    func isQuiet(_ trace: GuardTrace) -> Bool {
      switch trace.status {
      case .pass, .notApplicable: !trace.blocks
      case .notReached: !trace.blocks
      case .fail, .unknown, .error, .observed: false
      }
    }
    var parts: [String] = []
    func tell(_ status: GuardStatus, _ one: String, _ many: String) {
      let names = guards.filter { isQuiet($0) && $0.status == status }.map(\.id)
      guard !names.isEmpty else { return }
      let verb = names.count == 1 ? one : many
      parts.append("\(names.count) \(verb): \(names.joined(separator: ", "))")
    }
    tell(.pass, "passed", "passed")
    tell(.notApplicable, "doesn't apply", "don't apply")
    tell(.notReached, "wasn't reached", "weren't reached")
    var lines: [String] = []
    if !parts.isEmpty {
      let pad = String(repeating: " ", count: 16)
      let text = parts.joined(separator: "; ").wrapped(to: max(24, width - 16))
      let mark = guards.contains { $0.status == .pass } ? paint("✓", .green) : "–"
      lines.append("  \(mark) \(stage.rawValue.padded(to: 11)) \(text[0])")
      lines += text.dropFirst().map { pad + $0 }
    }
    return lines + guards.filter { !isQuiet($0) }.map { row($0, $0.id) }
  }

  private func row(_ trace: GuardTrace, _ name: String) -> String {
    let mark =
      switch trace.status {
      case .pass: paint("✓", .green)
      case .fail: paint("✗", .red)
      case .unknown, .error: paint("?", .red)
      case .notApplicable: "–"
      case .notReached: trace.blocks ? paint("✗", .red) : "·"
      case .observed: "○"
      }
    let pad = String(repeating: " ", count: max(1, 22 - name.count))
    var text = "  \(mark) \(name)\(pad)"
    if let expression = trace.expression {
      let lines = expression.split(whereSeparator: \.isNewline).joined(separator: " ")
        .wrapped(to: max(24, width - 26))
      text += lines.joined(separator: "\n" + indent)
    }
    while text.last == " " { text.removeLast() }
    let values = trace.values.map { "\($0.path) = \(words($0.content))" }
    if !values.isEmpty {
      // A value stays on the line of its name.
      let whole = values.map { $0.split(separator: " ").joined(separator: "\u{A0}") }
      let lines = whole.joined(separator: ", ").wrapped(to: max(24, width - 26))
        .map { $0.split(separator: "\u{A0}").joined(separator: " ") }
      text += "\n" + indent + lines.joined(separator: "\n" + indent)
    }
    if let flips = trace.flipsAt { text += "\n" + indent + "flips at \(short(flips))" }
    if let because = trace.because { text += "\n" + indent + because }
    if trace.blocks {
      text += "\n" + indent + paint("\(trace.place.file):\(trace.place.line)", .dim)
    }
    return text
  }

  private var indent: String { String(repeating: " ", count: 26) }

  private func words(_ content: TracedValue.Content) -> String {
    switch content {
    case .absent: "none"
    case .bool(let truth): String(truth)
    case .int(let number): String(number)
    case .double(let number): "\(number)"
    case .text(let text): text
    case .unknown: "unknown"
    }
  }

  /// What stands in the way, and the least that would have to change.
  private var conclusion: String {
    let blockers = explanation.blockers
    guard !blockers.isEmpty else { return "Nothing stands in the way." }
    let names = blockers.map(\.id).joined(separator: ", ")
    let count = blockers.count == 1 ? "1 guard" : "\(blockers.count) guards"
    var text = "Blocked by \(count): \(names)."
    if decision.verdict == .wait, let earliest = decision.earliest {
      text += " Earliest: \(short(earliest))"
      text += explanation.binding.map { ", bound by \($0)." } ?? "."
    }
    if let lostTo, blockers.contains(where: { $0.id == lostTo.limit }) {
      text +=
        "\nThe last place of \(lostTo.limit) went to \(lostTo.contact), by \(lostTo.policy)."
    }
    let lasting = blockers.filter { $0.flipsAt == nil }
    if !lasting.isEmpty {
      let wanted = lasting.map { trace -> String in
        let facts = trace.expression == nil ? [] : trace.values.map(\.path)
        return facts.isEmpty ? trace.id : "\(trace.id) (\(facts.joined(separator: ", ")))"
      }
      text += "\nIt would be sent if this changed: \(wanted.joined(separator: "; "))."
    }
    return text
  }

  /// An instant without its seconds where there are none.
  private func short(_ instant: Instant) -> String {
    let text = instant.description
    return text.hasSuffix(":00Z") ? text.dropLast(4) + "Z" : text
  }

  private func paint(_ text: String, _ colour: TerminalStyle.Colour) -> String {
    TerminalStyle(width: nil, usesColour: usesColour).paint(text, colour)
  }

  // MARK: - JSON

  /// `{"version": 1, "explanations": […]}`: policy, step, standing, binding, and the decision line.
  static func json(_ explanations: [Explanation]) -> String {
    let items = explanations.map { explanation -> String in
      var bytes: [UInt8] = []
      explanation.decision.appendLine(to: &bytes)
      let decision = String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined()
      let text = ExplanationText(explanation, colour: false)
      let head = JSONText.object([
        ("policy", .string(explanation.policy)), ("step", .string(explanation.step)),
        ("standing", .string(text.standing)),
        ("binding", explanation.binding.map { .string($0) } ?? .null),
        ("blockers", .array(explanation.blockers.map { .string($0.id) })),
      ]).pretty
      return head.dropLast(2) + ",\n  \"decision\": \(decision)\n}"
    }
    return "{\"version\": 1, \"explanations\": [\(items.joined(separator: ",\n"))]}\n"
  }
}
