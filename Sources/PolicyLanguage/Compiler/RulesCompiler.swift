// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Guards

/// What the law of a country or the rules of a channel ask for, where it can be decided.
struct DutyRules {
  let id: String
  /// The messages that it is about.
  let applies: CompiledExpression
  /// The bases of consent that it accepts; `nil` if it doesn't say.
  let consent: [ConsentBasis]?
  /// The local hours that it allows; `nil` if it doesn't say.
  let hours: BusinessCalendar?
  let place: SourcePlace
}

extension Compilation {
  /// Reads rules, in the order of their ids.
  func compileRules() {
    var seen: Set<String> = []
    duties = documents("rules").filter { seen.insert($0.id).inserted }.compactMap(rules)
  }

  private func rules(_ document: SourceDocument) -> DutyRules? {
    let root = document.root
    let scope = ExpressionScope.about(.contact, owner: "rules `\(document.id)`").with(.channel)
    guard let applies = condition(root["applies"], in: scope) else { return nil }
    let windows = (root["hours"]?.items ?? []).compactMap(\.typed.window)
    return DutyRules(
      id: document.id, applies: applies,
      consent: root["consent"].map { $0.texts.compactMap(ConsentBasis.init(word:)) },
      hours: windows.isEmpty ? nil : BusinessCalendar(open: windows),
      place: place(document.idSpan))
  }

  /// The guards that rules add to messages on a channel: first consent, then hours.
  func dutyLinks(onChannel channel: String) -> (consent: [ChainLink], hours: [ChainLink]) {
    var links: (consent: [ChainLink], hours: [ChainLink]) = ([], [])
    // A message of which nothing but the channel is known.
    let message = PartialActivation([
      PolicyLanguage.Variable.channel.rawValue: .string(channel)
    ])
    for rules in duties {
      let applies: CompiledExpression?
      switch rules.applies.checked.evaluatedPartially(message) {
      case .value(.bool(false)): continue
      case .value(.bool(true)): applies = nil
      case .value, .residual: applies = rules.applies
      }
      func link(_ id: String, _ kind: GuardKind, _ outcome: Outcome) -> ChainLink {
        ChainLink(
          id: id, stage: .person, kind: kind, outcome: outcome, level: .hard, applies: applies,
          because: nil, place: rules.place, origin: "rules \(rules.id)")
      }
      if let accepted = rules.consent {
        links.consent.append(link("duty", .duty(Duty(rules.id, accepted: accepted)), .skip))
      }
      if let hours = rules.hours {
        links.hours.append(
          link("quiet_hours", .window(Window(calendar: hours, zone: nil)), .wait))
      }
    }
    return links
  }
}
