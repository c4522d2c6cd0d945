// Licensed under the Apache License, Version 2.0; see LICENSE.

// The names that expressions may use (language.md, section 3), as numbers. The policy compiler
// declares them to CEL by these numbers; whoever evaluates an expression answers by them.

/// Top-level variables of expressions; the raw value is the slot in the CEL environment.
public enum Variable: Int, CaseIterable, Sendable {
  case now
  case contact
  case account
  case deal
  case event
  case enrolment
  case phase
  case step
  case steps
  case rung
  case identity
  case unsubscribeURL
  case sender
  case scores
  case offers
  case channel
  case reply
  case sends
  case decisions

  /// How authors write it.
  public var name: String {
    switch self {
    case .now: "now"
    case .contact: "contact"
    case .account: "account"
    case .deal: "deal"
    case .event: "event"
    case .enrolment: "enrolment"
    case .phase: "phase"
    case .step: "step"
    case .steps: "steps"
    case .rung: "rung"
    case .identity: "identity"
    case .unsubscribeURL: "unsubscribe_url"
    case .sender: "sender"
    case .scores: "scores"
    case .offers: "offers"
    case .channel: "channel"
    case .reply: "reply"
    case .sends: "sends"
    case .decisions: "decisions"
    }
  }

  /// The variable that authors write so; `nil` if there is none.
  public init?(named name: String) {
    guard let variable = Self.byName[name] else { return nil }
    self = variable
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}

/// Object types of expressions; the raw value is the index in the CEL environment.
///
/// The fields of contact, account, deal and sender have the slots of the fact schema; those of
/// `event` the slots of the schema's event attributes; those of `scores` the score's index; the
/// others the raw values of the enums below.
public enum ObjectKind: Int32, CaseIterable, Sendable {
  case contact
  case account
  case deal
  case event
  case enrolment
  case phase
  case step
  case sentStep
  case rung
  case identity
  case sender
  case scores
  case offers
  case reply
  case sendRecord
  case decisionRecord

  /// The name of the type in messages.
  public var name: String {
    switch self {
    case .sentStep: "sent step"
    case .sendRecord: "send"
    case .decisionRecord: "decision"
    case .contact, .account, .deal, .event, .enrolment, .phase, .step, .rung, .identity, .sender,
      .scores, .offers, .reply:
      "\(self)"
    }
  }
}

/// Host scalar types of expressions; the raw value is the `type` of a CEL opaque value.
public enum OpaqueKind: Int32, CaseIterable, Sendable {
  /// Payload: days since 1970-01-01.
  case date
  /// Tag: the packed currency of `Facts`; payload: amount × 10⁴.
  case money
}

/// Functions that the host computes; the raw value is the `host` index of a CEL overload.
public enum HostFunction: Int, CaseIterable, Sendable {
  // Durations and dates: pure, the same everywhere.
  case days
  case hours
  case minutes
  case weeks
  case addBusinessDays
  case today
  case date
  case dateYear
  case dateMonth
  case dateDay
  case dateLess
  case dateLessOrEqual
  case dateGreater
  case dateGreaterOrEqual
  case between
  case money
  case moneyAdd
  case moneySubtract
  case moneyMultiply
  case moneyMultiplyReversed
  case moneyLess
  case moneyLessOrEqual
  case moneyGreater
  case moneyGreaterOrEqual
  case sum
  /// The next local midnight: when `today(zone)` changes.
  case nextMidnight

  // History of a contact, an account or a deal: the first argument is the object.
  case repliedSince
  case sentSince
  case activeWithin
  case had
  case last
  case countSince
  case consented
  case reachable
  case phaseOf
  case wonSince
  case bounceRate
  /// When `replied_since(t)` turns false as `t` moves on: the last reply.
  case lastReplyInstant
  /// The last send, for `sent_since(t)`.
  case lastSentInstant
  /// The earliest instant after which `active_within(d)` turns false.
  case activeUntil
  /// The last win, for `won_since(t)`.
  case lastWonInstant
}

/// Fields of `enrolment`.
public enum EnrolmentField: Int, CaseIterable, Sendable {
  case startedAt
  case count
}

/// Fields of one entry of `sends` and `decisions`; `verdict`, `reason`, `until` only of the latter.
public enum RecordField: Int, CaseIterable, Sendable {
  case at
  case localHour
  case localDate
  case contact
  case account
  case deal
  case policy
  case step
  case rung
  case channel
  case sender
  case verdict
  case reason
  case until
}

/// Fields of `identity`.
public enum IdentityField: Int, CaseIterable, Sendable {
  case name
  case postalAddress
  case site
}
