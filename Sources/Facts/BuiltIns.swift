// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The facts, members and events that every bundle has.
enum BuiltIns {
  /// The stored facts of one object, in slot order; the first is always `id`.
  static func fields(of object: FactObject) -> [FactField] {
    switch object {
    case .contact:
      [
        field("id", .string), field("name", .string, personal: true),
        field("first_name", .string, personal: true), field("language", .string),
        field("country", .string), field("zone", .string, nullable: true),
        field("created_at", .instant),
      ]
    case .account:
      [field("id", .string), field("name", .string), field("zone", .string, nullable: true)]
    case .deal: [field("id", .string)]
    case .event: [field("name", .string), field("at", .instant)]
    case .sender:
      [
        field("id", .string), field("name", .string), field("address", .string),
        field("zone", .string, nullable: true), field("daily", .int, nullable: true),
        field("topics", .list(.string), default: .list([])),
        field("languages", .list(.string), default: .list([])),
      ]
    }
  }

  /// Everything that can be read from one object and isn't a declared fact.
  static func members(of object: FactObject) -> [BuiltInMember] {
    fields(of: object).enumerated().map { slot, field in
      BuiltInMember(
        object: object, name: field.name, parameters: nil, result: .fact(field.type),
        isNullable: field.isNullable, source: .column(slot: slot))
    } + derived(from: object)
  }

  private static func derived(from object: FactObject) -> [BuiltInMember] {
    let log: [BuiltInMember] = [
      history(object, .had, [.event], .bool),
      history(object, .last, [.event], .instant, nullable: true),
      history(object, .countSince, [.event, .instant], .int),
    ]
    return switch object {
    case .contact:
      [
        history(object, .lastReplyAt, nil, .instant, nullable: true),
        history(object, .lastInboundAt, nil, .instant, nullable: true),
        history(object, .lastSentAt, nil, .instant, nullable: true),
        history(object, .lastStartedAt, nil, .instant, nullable: true),
        history(object, .optedOutAt, nil, .instant, nullable: true),
        history(object, .repliedSince, [.instant], .bool),
        history(object, .repliedEver, nil, .bool),
        history(object, .sentSince, [.instant], .bool),
        history(object, .activeWithin, [.duration], .bool),
        BuiltInMember(
          object: object, name: HistoryMember.messages.rawValue, parameters: nil,
          result: .objects(.event), isNullable: false, source: .history(.messages)),
        engine(object, .consented, [.channel], .bool),
        engine(object, .reachable, [.channel], .bool),
        engine(object, .phase, [.machine], .string),
      ] + log
    case .account:
      [
        relation(object, .mainContact, .object(.contact), nullable: true),
        history(object, .hasOpenDeal, nil, .bool),
        history(object, .wonSince, [.instant], .bool),
        history(object, .lastActivityAt, nil, .instant, nullable: true),
        engine(object, .activeEnrolments, nil, .int),
        relation(object, .deals, .objects(.deal)),
        relation(object, .contacts, .objects(.contact)),
      ] + log
    case .deal:
      [
        relation(object, .account, .object(.account), nullable: true),
        relation(object, .contact, .object(.contact), nullable: true),
        history(object, .stage, nil, .enumeration(DealStage.allCases.map(\.rawValue))),
        history(object, .openedAt, nil, .instant, nullable: true),
        history(object, .wonAt, nil, .instant, nullable: true),
        history(object, .lostAt, nil, .instant, nullable: true),
      ] + log
    case .event: []
    case .sender:
      [
        engine(object, .sentToday, nil, .int),
        engine(object, .bounceRate, [.duration], .double),
        engine(object, .health, nil, .double),
        engine(object, .warmth, nil, .double),
        engine(object, .rest, nil, .double),
        engine(object, .timeOfDay, nil, .double),
      ]
    }
  }

  /// The built-in events, in the order of their codes.
  static var events: [EventField] { BuiltInEvent.allCases.map(\.field) }

  fileprivate static func field(
    _ name: String, _ type: FactType, nullable: Bool = false, default value: FactValue? = nil,
    personal: Bool = false
  ) -> FactField {
    FactField(
      name: name, type: type, isNullable: nullable, defaultValue: value, isPersonal: personal,
      isBuiltIn: true)
  }

  private static func history(
    _ object: FactObject, _ member: HistoryMember, _ parameters: [MemberParameter]?,
    _ type: FactType, nullable: Bool = false
  ) -> BuiltInMember {
    BuiltInMember(
      object: object, name: member.rawValue, parameters: parameters, result: .fact(type),
      isNullable: nullable, source: .history(member))
  }

  private static func engine(
    _ object: FactObject, _ member: EngineMember, _ parameters: [MemberParameter]?,
    _ type: FactType
  ) -> BuiltInMember {
    BuiltInMember(
      object: object, name: member.rawValue, parameters: parameters, result: .fact(type),
      isNullable: false, source: .engine(member))
  }

  private static func relation(
    _ object: FactObject, _ member: RelationMember, _ result: MemberResult,
    nullable: Bool = false
  ) -> BuiltInMember {
    BuiltInMember(
      object: object, name: member.rawValue, parameters: nil, result: result,
      isNullable: nullable, source: .relation(member))
  }
}

/// An event that every bundle has; its raw value is its code in every schema.
public enum BuiltInEvent: Int32, Hashable, Sendable, CaseIterable {
  /// A deal came to be, or came back.
  case dealOpened
  /// A deal was won.
  case dealWon
  /// A deal was lost.
  case dealLost
  /// A person became known.
  case contactCreated
  /// A person wrote to us.
  case contactReplied
  /// A message came back.
  case contactBounced
  /// A person wants no more messages.
  case contactOptedOut
  /// A person reported a message as spam.
  case contactComplained
  /// A person followed a link.
  case contactClicked
  /// A person agreed to be written to.
  case contactOptedIn
  /// A person booked a meeting.
  case meetingBooked
  /// A machine answered for a person.
  case contactAutoReplied
  /// One of us answered a person by hand.
  case contactAnsweredByHand
  /// A conversation that was answered by hand is over.
  case conversationResolved
  /// A hold was granted.
  case approvalGranted
  /// A hold was refused.
  case approvalRefused
  /// An enrolment began.
  case enrolmentStarted
  /// A step's message was sent.
  case stepSent
  /// An enrolment ended.
  case enrolmentEnded

  /// The event's name.
  public var name: String {
    switch self {
    case .dealOpened: "deal.opened"
    case .dealWon: "deal.won"
    case .dealLost: "deal.lost"
    case .contactCreated: "contact.created"
    case .contactReplied: "contact.replied"
    case .contactBounced: "contact.bounced"
    case .contactOptedOut: "contact.opted_out"
    case .contactComplained: "contact.complained"
    case .contactClicked: "contact.clicked"
    case .contactOptedIn: "contact.opted_in"
    case .meetingBooked: "meeting.booked"
    case .contactAutoReplied: "contact.auto_replied"
    case .contactAnsweredByHand: "contact.answered_by_hand"
    case .conversationResolved: "conversation.resolved"
    case .approvalGranted: "approval.granted"
    case .approvalRefused: "approval.refused"
    case .enrolmentStarted: "enrolment.started"
    case .stepSent: "step.sent"
    case .enrolmentEnded: "enrolment.ended"
    }
  }

  /// The stage that the event brings a deal to.
  public var dealStage: DealStage? {
    switch self {
    case .dealOpened: .open
    case .dealWon: .won
    case .dealLost: .lost
    case .contactCreated, .contactReplied, .contactBounced, .contactOptedOut,
      .contactComplained, .contactClicked, .contactOptedIn, .meetingBooked,
      .contactAutoReplied, .contactAnsweredByHand, .conversationResolved, .approvalGranted,
      .approvalRefused, .enrolmentStarted, .stepSent, .enrolmentEnded:
      nil
    }
  }

  /// Whether it tells what we did, not what happened to the deal or account it is about.
  public var isOurs: Bool {
    switch self {
    case .approvalGranted, .approvalRefused, .enrolmentStarted, .stepSent, .enrolmentEnded: true
    case .dealOpened, .dealWon, .dealLost, .contactCreated, .contactReplied, .contactBounced,
      .contactOptedOut, .contactComplained, .contactClicked, .contactOptedIn, .meetingBooked,
      .contactAutoReplied, .contactAnsweredByHand, .conversationResolved:
      false
    }
  }

  /// The event with its attributes, as a schema lists it.
  var field: EventField {
    EventField(name: name, attributes: attributes, isBuiltIn: true)
  }

  private var attributes: [FactField] {
    switch self {
    case .dealOpened, .dealWon, .dealLost: [text("deal")]
    case .contactReplied: [text("class"), text("channel"), text("text")]
    case .contactBounced:
      [BuiltIns.field("kind", .enumeration(["hard", "soft"]), nullable: true)]
    case .contactOptedOut: [text("channel")]
    case .contactClicked: [text("step")]
    case .contactOptedIn: [text("channel"), text("basis"), text("source"), text("wording")]
    case .contactAutoReplied: [BuiltIns.field("return_date", .date, nullable: true)]
    case .contactAnsweredByHand: [text("by")]
    case .approvalGranted, .approvalRefused: [text("step"), text("by")]
    case .enrolmentStarted, .stepSent, .enrolmentEnded: [text("policy"), text("step"), text("as")]
    case .contactCreated, .contactComplained, .meetingBooked, .conversationResolved: []
    }
  }

  private func text(_ name: String) -> FactField {
    BuiltIns.field(name, .string, nullable: true)
  }
}

/// How a deal stands.
public enum DealStage: String, Hashable, Sendable, CaseIterable {
  /// Still to be decided.
  case open
  /// The customer bought.
  case won
  /// The customer didn't.
  case lost
}
