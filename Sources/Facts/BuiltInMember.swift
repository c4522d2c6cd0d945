// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What a built-in function of an object takes.
public enum MemberParameter: Hashable, Sendable {
  /// A point in time.
  case instant
  /// An exact span.
  case duration
  /// The name of an event.
  case event
  /// The id of a channel.
  case channel
  /// The name of a `phases` machine.
  case machine
}

/// What reading a built-in member gives.
public enum MemberResult: Hashable, Sendable {
  /// A plain value.
  case fact(FactType)
  /// Another object.
  case object(FactObject)
  /// Several objects, oldest first.
  case objects(FactObject)
}

/// What can be asked of the log.
public enum HistoryMember: String, Hashable, Sendable, CaseIterable {
  /// The last message a person wrote.
  case lastReplyAt = "last_reply_at"
  /// The same; on one channel where the asker names one.
  case lastInboundAt = "last_inbound_at"
  /// The last message we sent.
  case lastSentAt = "last_sent_at"
  /// The last first send of an enrolment.
  case lastStartedAt = "last_started_at"
  /// When the person opted out.
  case optedOutAt = "opted_out_at"
  /// Whether a person wrote in (t, now].
  case repliedSince = "replied_since"
  /// Whether a person ever wrote.
  case repliedEver = "replied_ever"
  /// Whether we sent in (t, now].
  case sentSince = "sent_since"
  /// Whether the person did something within the span.
  case activeWithin = "active_within"
  /// Whether there was such an event.
  case had
  /// When the last such event was.
  case last
  /// How many such events there were in (t, now].
  case countSince = "count_since"
  /// What the person wrote: `contact.replied` events.
  case messages
  /// Whether a deal of the account is open.
  case hasOpenDeal = "has_open_deal"
  /// Whether a deal of the account was won in (t, now].
  case wonSince = "won_since"
  /// The latest deal event or inbound message of the account.
  case lastActivityAt = "last_activity_at"
  /// A deal's stage by its latest event.
  case stage
  /// When a deal was opened last.
  case openedAt = "opened_at"
  /// When a deal was won last.
  case wonAt = "won_at"
  /// When a deal was lost last.
  case lostAt = "lost_at"
}

/// What follows from how objects belong together.
public enum RelationMember: String, Hashable, Sendable, CaseIterable {
  /// The account's contact to write to first.
  case mainContact = "main_contact"
  /// The account's deals, oldest row first.
  case deals
  /// The account's contacts, oldest row first.
  case contacts
  /// The deal's account.
  case account
  /// The deal's contact.
  case contact
}

/// What only the engine knows: it depends on the bundle or on what was decided.
public enum EngineMember: String, Hashable, Sendable, CaseIterable {
  /// Whether the consent in force is enough for the channel.
  case consented
  /// Whether there is a working address and consent.
  case reachable
  /// The contact's state in a phases machine.
  case phase
  /// Other contacts of the account with an open enrolment that has sent.
  case activeEnrolments = "active_enrolments"
  /// The sender's sends of its local day.
  case sentToday = "sent_today"
  /// The sender's share of bounces in a span.
  case bounceRate = "bounce_rate"
  /// The sender's health, 0 to 100.
  case health
  /// The sender's factor by warm-up stage.
  case warmth
  /// The sender's factor by days of rest.
  case rest
  /// The sender's factor by the hour.
  case timeOfDay = "time_of_day"
}

/// Where a built-in member's value comes from.
public enum MemberSource: Hashable, Sendable {
  /// A column of the object's table.
  case column(slot: Int)
  /// The log.
  case history(HistoryMember)
  /// Which objects belong together.
  case relation(RelationMember)
  /// The engine.
  case engine(EngineMember)
}

/// A name that every bundle has after `contact.`, `account.`, `deal.`, `event.` or `sender.`.
public struct BuiltInMember: Hashable, Sendable {
  /// What it is read from.
  public let object: FactObject
  /// The name after the dot.
  public let name: String
  /// What it takes if it is a function; `nil` for a property.
  public let parameters: [MemberParameter]?
  /// What it gives.
  public let result: MemberResult
  /// Whether it may be absent.
  public let isNullable: Bool
  /// Where the value comes from.
  public let source: MemberSource
}
