// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts
public import Guards

/// A way to reach people, as the bundle declares it.
///
/// What it sends with is the live side's matter.
public struct Channel: Sendable {
  /// The author's name.
  public var id: String
  /// Its place in the bundle's list of channels.
  public var index: Int
  /// What sends, by name; deciding loads no plugin.
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
  /// The rule by which its messages need approval, if the author gave one.
  public var approval: ApprovalRule?
  /// Its place in escalations, 1 first; 0 where the author gives none.
  public var rank: Int
  /// The mode that the author gives the channel itself; none if `nil`.
  public var mode: Mode?
  /// What templates of this channel must keep; lengths in characters.
  public var rules: ChannelRules
  /// Where it was written.
  public var place: SourcePlace
}

/// How long after an event free-form texts are allowed.
public struct Session: Sendable {
  /// How long free-form texts are allowed, counted from `after`.
  public var openFor: Duration
  /// The instant that opens the session; never opened where it is absent.
  public var after: CompiledExpression
  /// What happens outside it.
  public var outside: Outside

  /// What happens where no free text may go out.
  public enum Outside: String, Hashable, Sendable, CaseIterable {
    /// The variant that lives at the provider is used; without one a person decides.
    case template
    /// The step waits until the person opens a session.
    case wait
    /// The step, or rung, is skipped.
    case skip
  }
}

/// What a channel demands of a text.
public struct ChannelRules: Sendable {
  /// True if each text must name who writes.
  public var needsIdentity: Bool
  /// True if each text must hold the postal address.
  public var needsPostalAddress: Bool
  /// True if each text must offer to unsubscribe by one click (RFC 8058).
  public var needsUnsubscribe: Bool
  /// How many links the first message to a person may have; any if `nil`.
  public var firstTouchLinks: ClosedRange<Int>?
  /// Characters of the subject; any if `nil`.
  public var subjectLength: ClosedRange<Int>?
  /// Characters of the text; any if `nil`.
  public var bodyLength: ClosedRange<Int>?
  /// Segments of an SMS; any if `nil`.
  public var segments: ClosedRange<Int>?
}

/// Senders of one channel and how one is chosen.
public struct Pool: Sendable {
  /// The author's name.
  public var id: String
  /// Its place in the bundle's list of pools.
  public var index: Int
  /// Index of the channel.
  public var channel: Int
  /// In the author's order.
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
  /// Where it was written.
  public var place: SourcePlace
}

/// A sending identity: a mailbox, number or handle that the studio owns.
public struct Sender: Sendable {
  /// The author's name, unique over all pools.
  public var id: String
  /// Index in the bundle over all pools, in (pool, order) order: what `LimitRule` counts by.
  public var index: Int
  /// How it signs: `sender.name` in texts.
  public var name: String
  /// Its address on the channel.
  public var address: String
  /// Whose local days `daily` counts; the bundle's if `nil`.
  public var zone: Zone?
  /// How many sends a local day; unlimited if `nil`.
  public var daily: Int?
  /// What it writes about; may be empty.
  public var topics: [String]
  /// What it writes in; any language if empty.
  public var languages: [String]
}

/// A limit with the chain link that asks it.
public struct Limit: Sendable {
  /// What it allows, of whom, and what its failure means.
  public var rule: LimitRule
  /// The author's name, and the reason of decisions that it stops.
  public var id: String { rule.id }
}
