// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Guards
import Testing

/// A moment in which nothing stands in the way; a case changes what it is about.
struct Moment: GuardContext, Sendable {
  var wantsPassEnds = true
  var now = monday(12)
  var mode = Mode.live
  var isSuspended = false
  var isKillSwitchOn = false
  var isOnSafeList = false
  var suppressionReason: String?
  var consent = ConsentBasis.explicit
  var consentEnds: Instant?
  var address = AddressState.usable
  var zones = LocalZones.known(.utc)
  var country: CountryCode?
  var answeredByHandUntil: Instant?
  var exclusiveHolder: String?
  var exitReached: String?
  var hasSent = false
  var lateAt: Instant?
  var wasMissed = false

  /// What every condition answers, and when time alone changes that.
  var answer = Answer.yes
  var change: Instant?
  /// What caps have used; gaps are measured from `lastSend`.
  var capUsage = LimitUsage(used: 0, allowed: 1, freesAt: nil)
  var lastSend: Instant?
  var sender = SenderAvailability.available(sender: 0)
  var text = ContentState.ready
  var conversation = SessionState.closed
  /// When the same text went to this person last.
  var sameTextSent: Instant?
  var factDate = Fact<Instant>.absent
  var asked = ApprovalState.notAsked

  func truth(of expression: CompiledExpression) -> Answer { answer }

  func nextChange(of expression: CompiledExpression) -> Instant? { change }

  func usage(of limit: LimitRule) -> LimitUsage {
    switch limit.rule {
    case .cap, .periodGap: return capUsage
    case .gap(let gap):
      guard let lastSend, now < lastSend + gap else {
        return LimitUsage(used: 0, allowed: 1, freesAt: nil)
      }
      return LimitUsage(used: 1, allowed: 1, freesAt: lastSend + gap)
    }
  }

  func senderChoice() -> SenderAvailability { sender }

  func session() -> SessionState { conversation }

  func content() -> ContentState { text }

  func duplicateSent(within: Duration) -> Instant? {
    sameTextSent.flatMap { now < $0 + within ? $0 : nil }
  }

  func asOf(fact path: String) -> Fact<Instant> { factDate }

  func approval(_ rule: ApprovalRule) -> ApprovalState { asked }
}

extension Moment {
  /// The moment with changes.
  static func with(_ change: (inout Moment) -> Void) -> Moment {
    var moment = Moment()
    change(&moment)
    return moment
  }
}

/// One row of a table: a moment, and what the guard must say of it.
struct Case: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let moment: Moment
  let expected: GuardResult

  init(_ description: String, _ expected: GuardResult, _ change: (inout Moment) -> Void = { _ in })
  {
    testDescription = description
    self.expected = expected
    moment = Moment.with(change)
  }
}

/// An instant of the week that begins on Monday, 2026-01-05, in UTC.
func monday(_ hour: Int64, _ minute: Int64 = 0, _ second: Int64 = 0, day: Int64 = 0) -> Instant {
  Instant(seconds: 1_767_571_200 + day * 86_400 + hour * 3_600 + minute * 60 + second)
}

func hours(_ count: Int) -> Duration { .seconds(count * 3_600) }

/// A condition; what it answers is up to the moment.
func condition(dependsOnTime: Bool = false) throws -> CompiledExpression {
  var environment = Environment()
  environment.declare(Variable("is_customer", .bool, slot: 0))
  let checked = try environment.check(environment.parse("is_customer")).get()
  let program = Program(checked)
  return CompiledExpression(
    text: "is_customer", place: place, checked: checked, program: program, leaves: [],
    breakpoints: dependsOnTime ? [program] : [], mustBePolled: false, dependencies: [])
}

let place = SourcePlace(file: "policies/winback.yaml", line: 12)

/// A limit that looks at everything, unless it is narrowed.
func limit(
  _ rule: LimitRule.Rule, scope: LimitRule.Scope = .contact, channels: [Int]? = nil,
  priorities: [Int]? = nil, tags: [String]? = nil, policies: [String]? = nil
) -> LimitRule {
  LimitRule(
    id: "breathing-space", index: 0, scope: scope, rule: rule, measures: .sends,
    channels: channels, priorities: priorities, tags: tags, policies: policies, onExceed: .wait,
    level: .hard, place: place)
}
