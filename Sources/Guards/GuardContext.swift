// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts

/// The moment that a guard looks at: one step of one enrolment, on one channel, at one instant.
///
/// The decision engine answers; guards only ask. Nothing here changes anything.
public protocol GuardContext {
  /// The clock of the decision.
  var now: Instant { get }
  /// Whether it matters until when a guard that passes will go on passing; solving that costs.
  var wantsPassEnds: Bool { get }
  /// The mode that the enrolment runs in.
  var mode: Mode { get }
  /// True while the mode is `shadow` and the enrolment was made in one that sends.
  var isSuspended: Bool { get }
  /// True while the kill switch is on.
  var isKillSwitchOn: Bool { get }
  /// True if one of the contact's addresses is on the safe-mode list.
  var isOnSafeList: Bool { get }
  /// Why the person, or its address on this channel, must never be written to; `nil` if nothing.
  var suppressionReason: String? { get }
  /// The consent in force on this channel.
  var consent: ConsentBasis { get }
  /// When the consent in force changes without a new statement; `nil` if never.
  var consentEnds: Instant? { get }
  /// The contact's address on this channel.
  var address: AddressState { get }
  /// The zones in which the contact may live.
  var zones: LocalZones { get }
  /// The contact's country, if it is known.
  var country: CountryCode? { get }
  /// Until when policies wait for a conversation that a person leads; `nil` if there is none.
  var answeredByHandUntil: Instant? { get }
  /// The policy that holds the exclusivity group against this enrolment; `nil` if it is free.
  var exclusiveHolder: String? { get }
  /// The name of the exit that holds now; `nil` if none.
  var exitReached: String? { get }
  /// True once the enrolment has sent something.
  var hasSent: Bool { get }
  /// When the step turns from waiting into skipping; `nil` if never.
  var lateAt: Instant? { get }
  /// True if no round reached the step for longer than the settings allow (`catch_up`).
  var wasMissed: Bool { get }

  /// Asks a condition.
  func truth(of expression: CompiledExpression) -> Answer
  /// The next instant after `now` at which time alone changes the condition's value; `nil` if never.
  func nextChange(of expression: CompiledExpression) -> Instant?
  /// What a limit has used up, and when it would let one more through.
  func usage(of limit: LimitRule) -> LimitUsage
  /// Which sender would write, or why none can.
  func senderChoice() -> SenderAvailability
  /// Whether free texts may go out on this channel now.
  func session() -> SessionState
  /// Whether the text can be rendered for this person.
  func content() -> ContentState
  /// When the same content last went to this person within the given time; `nil` if it didn't.
  func duplicateSent(within: Duration) -> Instant?
  /// How old a fact is: its `as_of`.
  func asOf(fact path: String) -> Fact<Instant>
  /// Where the approval of this step stands.
  func approval(_ rule: ApprovalRule) -> ApprovalState
}

/// How far a bundle, or an enrolment, may go.
public enum Mode: String, Hashable, Sendable, CaseIterable {
  /// Nothing is enrolled or decided.
  case off
  /// Decides and records; nothing is queued.
  case shadow
  /// Writes only to the safe list.
  case safe
  /// Writes to people.
  case live
}

/// The contact's address on one channel.
public enum AddressState: Hashable, Sendable {
  case missing
  case usable
  /// A hard bounce or a provider's final refusal was recorded for it.
  case bounced
}

/// The zones in which a person's local time must be allowed.
public enum LocalZones: Hashable, Sendable {
  case known(Zone)
  /// Only a country or a dialling prefix is known: a time must be allowed in all of its zones.
  case oneOf([Zone])
  case unknown
}

/// What a limit has used, for the trace and for the wait.
public struct LimitUsage: Hashable, Sendable {
  /// Sends or starts counted now, or 1 for a gap that is running.
  public var used: Int
  /// How many are allowed; 1 for a gap.
  public var allowed: Int
  /// The earliest instant at which one more would fit; `nil` if never.
  public var freesAt: Instant?
  /// False where the limit has nothing to say: a cooldown between starts, after the first send.
  public var isAsked: Bool
  /// Facts that the scope needs and nobody knows.
  public var missing: [String]

  /// Collects what the ledger knows.
  public init(
    used: Int, allowed: Int, freesAt: Instant?, isAsked: Bool = true, missing: [String] = []
  ) {
    self.used = used
    self.allowed = allowed
    self.freesAt = freesAt
    self.isAsked = isAsked
    self.missing = missing
  }

  /// The limit doesn't look at this send.
  public static let notAsked = LimitUsage(used: 0, allowed: 1, freesAt: nil, isAsked: false)
}

/// Whether somebody can write.
public enum SenderAvailability: Hashable, Sendable {
  /// The channel has no pool: nobody in particular writes.
  case notNeeded
  case available(sender: Int)
  /// All are busy, resting or full; the earliest instant at which one is free.
  case none(freesAt: Instant?, detail: String)
  /// Who may write depends on facts that nobody knows.
  case unknown([String])
}

/// Whether a conversation is open in which the channel takes free texts.
public enum SessionState: Hashable, Sendable {
  /// Until an instant, which is no longer in it.
  case open(until: Instant)
  case closed
  /// What opens one reads facts that nobody knows.
  case unknown([String])
}

/// Whether the text of a step can be made.
public enum ContentState: Hashable, Sendable {
  case ready
  /// Variables without a value, by name.
  case missing([String])
  /// No variant, too long, or another rule of the channel is broken.
  case unusable(String)
}

/// When a person must agree before a step is sent.
public struct ApprovalRule: Sendable {
  /// Asked only where this holds; always if `nil`.
  public let when: CompiledExpression?
  /// Who may approve, an expression; any approver if `nil`.
  public let approver: CompiledExpression?
  /// How long an answer is awaited.
  public let expires: Duration
  /// True if two different people must agree.
  public let fourEyes: Bool

  /// States a rule; `expires` is 72 hours where the author doesn't say.
  public init(
    when: CompiledExpression?, approver: CompiledExpression?, expires: Duration, fourEyes: Bool
  ) {
    self.when = when
    self.approver = approver
    self.expires = expires
    self.fourEyes = fourEyes
  }
}

/// Where the approval of a step stands.
public enum ApprovalState: Hashable, Sendable {
  case notAsked
  case waiting(expiresAt: Instant)
  case granted
  case refused
  case expired
  /// Nobody can be asked, because these facts would name the approver.
  case approverUnknown([String])
}
