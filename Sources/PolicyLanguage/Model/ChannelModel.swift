// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts
public import Guards

/// A way to reach people, as the bundle declares it. What it sends with is the live side's matter.
public struct Channel: Sendable {
  public var id: String
  public var index: Int
  public var plugin: String
  /// True for the team's own channels: no consent, no limits, never to a contact.
  public var isInternal: Bool
  /// Bases that allow writing.
  public var consent: [ConsentBasis]
  /// Quiet hours: the calendar that must be open; index into the bundle's calendars.
  public var hours: Int?
  /// Free-form texts are allowed only for a time after something, such as the person's message.
  public var session: Session?
  /// False if the channel may only answer.
  public var initiates: Bool
  /// Every message needs a person's approval.
  public var alwaysApproved: Bool
  public var approval: ApprovalRule?
  public var rank: Int
  public var mode: Mode?
  /// What templates of this channel must keep; lengths in characters.
  public var rules: ChannelRules
  public var place: SourcePlace
}

/// How long after an event free-form texts are allowed.
public struct Session: Sendable {
  public var openFor: Duration
  public var after: CompiledExpression
  /// True if outside it the variant that lives at the provider is used; else nothing fits.
  public var outsideUsesTemplate: Bool
}

/// What a channel demands of a text.
public struct ChannelRules: Sendable {
  public var needsIdentity: Bool
  public var needsPostalAddress: Bool
  public var needsUnsubscribe: Bool
  public var firstTouchLinks: ClosedRange<Int>?
  public var subjectLength: ClosedRange<Int>?
  public var bodyLength: ClosedRange<Int>?
  public var segments: ClosedRange<Int>?
}

/// Senders of one channel and how one is chosen.
public struct Pool: Sendable {
  public var id: String
  public var index: Int
  /// Index of the channel.
  public var channel: Int
  public var senders: [Sender]
  /// Weight of a sender, a double; equal weights if `nil`.
  public var weight: CompiledExpression?
  /// Senders for which this holds are chosen from first.
  public var prefer: CompiledExpression?
  /// A person keeps the sender of the conversation.
  public var sticksToConversation: Bool
  /// With `sticksToConversation`: wait for the old sender, or move to another when it is lost.
  public var waitsForLostSender: Bool
  /// The minimum time between two sends of one sender, drawn from the range each time.
  public var gap: ClosedRange<Duration>?
  public var place: SourcePlace
}

/// A sending identity: a mailbox, number or handle that the studio owns.
public struct Sender: Sendable {
  public var id: String
  /// Index in the bundle over all pools, in (pool, order) order: what `LimitRule` counts by.
  public var index: Int
  public var name: String
  public var address: String
  public var zone: Zone?
  /// How many sends a local day; unlimited if `nil`.
  public var daily: Int?
  public var topics: [String]
  public var languages: [String]
}

/// A limit with the chain link that asks it.
public struct Limit: Sendable {
  public var rule: LimitRule
  public var id: String { rule.id }
}
