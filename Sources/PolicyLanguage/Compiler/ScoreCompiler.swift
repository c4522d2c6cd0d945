// Licensed under the Apache License, Version 2.0; see LICENSE.

import CRE2
import Chronology
import Guards

extension Compilation {
  /// Reads scores, in the order of their names.
  func compileScores() {
    var seen: Set<String> = []
    for document in documents("score") where seen.insert(document.id).inserted {
      scores.append(score(document, index: scores.count))
    }
  }

  private func score(_ document: SourceDocument, index: Int) -> Score {
    let root = document.root
    let subject = root["of"]?.text.flatMap(Subject.init(rawValue:)) ?? .contact
    // A score that read scores could read itself.
    let scope = ExpressionScope.about(subject, owner: "score `\(document.id)`").without(.scores)
    let evidence = root["evidence"]
    if let from = evidence?["from"] { _ = expression(from, in: scope, expecting: .any) }
    var parts: [Score.Part] = []
    var sum = 0.0
    for item in root["parts"]?.items ?? [] {
      guard let id = item["id"]?.text else { continue }
      let weight = item["weight"]?.number ?? 0
      sum += weight
      if let patterns = item["patterns"] {
        if evidence == nil {
          report(
            Diagnostic(
              .missingKey, at: patterns.keySpan, "`patterns` need an `evidence` to look into",
              label: "which messages?"
            ).help("add `evidence: {from: contact.messages, within: 30d}` to the score"))
        }
        for pattern in patterns.items { checkPattern(pattern) }
        parts.append(
          Score.Part(id: id, weight: weight, value: .patterns(patterns.texts)))
      } else if let value = expression(item["value"], in: scope, expecting: .number) {
        parts.append(Score.Part(id: id, weight: weight, value: .expression(value)))
      }
    }
    if let list = root["parts"], !list.items.isEmpty, (sum - 100).magnitude > 0.001 {
      report(
        Diagnostic(
          .sharesDoNotAddUp, at: list.keySpan,
          "the weights of score `\(document.id)` add up to \(Self.plain(sum))",
          label: "they share out 100"))
    }
    return Score(
      id: document.id, index: index, subject: subject, parts: parts,
      bonuses: bonuses(root["bonus"], in: scope), evidenceWithin: evidence?["within"]?.duration,
      bands: bands(root["bands"]), place: place(document.idSpan))
  }

  private func bonuses(_ list: Item?, in scope: ExpressionScope) -> [Score.Bonus] {
    (list?.items ?? []).compactMap { item in
      guard let when = condition(item["when"], in: scope) else { return nil }
      return Score.Bonus(
        when: when, add: item["add"]?.number ?? 0, range: item["range"]?.numberRange)
    }
  }

  private func bands(_ item: Item?) -> [Score.Band] {
    var bands: [Score.Band] = []
    for (name, value) in item?.entries ?? [] {
      guard let range = value.intRange else { continue }
      if let other = bands.first(where: { $0.range.overlaps(range) }) {
        report(
          Diagnostic(
            .rangesOverlap, at: value.span, "bands `\(other.id)` and `\(name)` overlap",
            label: "\(other.range.lowerBound)..\(other.range.upperBound) is `\(other.id)`"))
      }
      bands.append(Score.Band(id: name, range: range))
    }
    return bands.sorted { $0.range.upperBound > $1.range.upperBound }
  }

  /// A number without decimals where it has none.
  static func plain(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
  }

  /// Patterns are RE2's: no look-around, no back-references.
  func checkPattern(_ item: Item) {
    guard let pattern = item.text else { return }
    if let reason = RegularPattern.fault(pattern) {
      report(
        Diagnostic(.badPattern, at: item.span, "RE2 can't read this pattern: \(reason)"))
    }
  }

  // MARK: - Phases

  /// Reads phase machines; scores are known.
  func compilePhases() {
    var seen: Set<String> = []
    for document in documents("phases") where seen.insert(document.id).inserted {
      guard let machine = machine(document, index: machines.count) else {
        poison(document.id, .phases)
        continue
      }
      machines.append(machine)
    }
  }

  private func machine(_ document: SourceDocument, index: Int) -> PhaseMachine? {
    let root = document.root
    let subject = root["of"]?.text.flatMap(Subject.init(rawValue:)) ?? .contact
    let scope = ExpressionScope.about(subject, owner: "phases `\(document.id)`").with(.phase)
    let phases = root["phase"]?.entries ?? []
    let ids = phases.map(\.name)
    func state(_ item: Item?) -> Int? {
      guard let item, let name = item.text else { return nil }
      if let position = ids.firstIndex(of: name) { return position }
      report(
        Diagnostic(
          .unknownName, at: item.span, "`\(document.id)` has no phase `\(name)`",
          label: "not one of its phases"
        )
        .note("its phases are \(Self.list(ids))")
        .suggesting(name, from: ids, replacing: item.span))
      return nil
    }
    var states: [PhaseMachine.State] = []
    for (name, item) in phases {
      let transitions = (item["next"]?.items ?? []).compactMap { next -> PhaseMachine.Transition? in
        let when = condition(next["when"], in: scope)
        let events = eventCodes(next["on"])
        guard let to = state(next["to"]) else { return nil }
        return PhaseMachine.Transition(
          to: to, when: when, events: events, after: exactDuration(next["after"]))
      }
      states.append(
        PhaseMachine.State(
          id: name, atLeast: exactDuration(item["at_least"]) ?? .zero,
          until: exactDuration(item["until"]), next: transitions,
          otherwise: state(item["otherwise"]?["to"]), place: place(item.keySpan)))
      checkPhaseTimes(item)
    }
    guard let start = state(root["start"]) else { return nil }
    warnOfUnreachable(states, start: start, phases)
    return PhaseMachine(
      id: document.id, index: index, subject: subject, states: states, start: start)
  }

  /// Phases take exact durations; their calendar periods are refused here.
  func exactDuration(_ item: Item?) -> Duration? {
    guard let item, let period = item.period else { return nil }
    switch period {
    case .exact(let duration): return duration
    case .calendar:
      report(
        Diagnostic(.wrongType, at: item.span, "an exact duration is expected here, as `14d`")
          .note("calendar periods need a zone or a calendar"))
      return nil
    }
  }

  private func checkPhaseTimes(_ item: Item) {
    guard let least = item["at_least"]?.duration, let until = item["until"],
      let end = until.duration,
      end < least
    else { return }
    report(
      Diagnostic(
        .rangeReversed, at: until.span,
        "`until` comes before `at_least`: at \(end.text) the phase ends, and \(least.text) is the "
          + "earliest way out"))
  }

  private func warnOfUnreachable(
    _ states: [PhaseMachine.State], start: Int, _ phases: [(name: String, value: Item)]
  ) {
    var reached: Set<Int> = [start]
    var open = [start]
    while let state = open.popLast() {
      let next = states[state].next.map(\.to) + [states[state].otherwise].compactMap { $0 }
      for other in next where reached.insert(other).inserted { open.append(other) }
    }
    for (position, phase) in phases.enumerated() where !reached.contains(position) {
      report(
        Diagnostic(
          .unreachable, .warning, at: phase.value.keySpan, "nothing leads to phase `\(phase.name)`"
        ))
    }
  }
}
