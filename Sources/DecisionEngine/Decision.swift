// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
internal import Facts
public import Guards

/// The id of an enrolment: sixteen bytes that a replay or a restore gives again.
public struct EnrolmentID: Hashable, Sendable, CustomStringConvertible {
  /// The bytes as two big-endian numbers, the first ones first.
  public let words: (high: UInt64, low: UInt64)

  /// Hashes what an enrolment is: whom, in which policy, about what, and for the how-manieth time.
  ///
  /// The first 16 bytes of SHA-256 over `parley.enrolment.1`, policy, contact, subject and ordinal,
  /// each length-prefixed (language.md, section 12).
  ///
  /// - Parameters:
  ///   - policy: The policy's id.
  ///   - contact: The contact's id.
  ///   - subject: The id of the contact, account or deal that it is about.
  ///   - ordinal: 1 for the first of this policy, contact and subject.
  public init(policy: String, contact: String, subject: String, ordinal: Int) {
    let hash = StableHash(parts: [
      "parley.enrolment.1", policy, contact, subject, String(ordinal),
    ])
    words = hash.leading128
  }

  /// 32 lower-case hexadecimal digits.
  public var description: String {
    String(unsafeUninitializedCapacity: 32) { bytes in
      for (place, word) in [(0, words.high), (16, words.low)] {
        for digit in 0..<16 {
          let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * digit)) & 15
          bytes[place + digit] =
            value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
        }
      }
      return 32
    }
  }

  /// Whether all bytes are equal.
  public static func == (a: EnrolmentID, b: EnrolmentID) -> Bool { a.words == b.words }

  /// Feeds the first bytes, which are as good as random already.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.high) }
}

/// What was decided about one step of one enrolment at one instant, and why.
public struct Decision: Sendable {
  /// Numbers of what the decision is about, for whoever counts: rows of the fact store and
  /// positions in the bundle.
  public struct Rows: Hashable, Sendable {
    /// The contact's row.
    public var contact: Int
    /// The account's row.
    public var account: Int?
    /// The deal's row, in policies about deals.
    public var deal: Int?
    /// Position of the policy.
    public var policy: Int
    /// Position of the step in its policy; -1 for what is done at an end.
    public var step: Int
    /// Position in the engine's list of enrolments; `nil` if nobody is enrolled.
    public var enrolment: Int?
    /// Position of the channel.
    public var channel: Int?
    /// Position in the bundle over all pools.
    public var sender: Int?
  }

  /// When.
  public var at: Instant
  /// The enrolment; `nil` when asking about somebody who isn't enrolled.
  public var enrolment: EnrolmentID?
  /// Which rung of an escalation, from 0; of what is done at an end its place in the list; `nil`
  /// for other steps.
  public var rung: Int?
  /// What happens to the step now.
  public var verdict: Verdict
  /// The id of the guard that decided; `nil` for a send, and the exit's name for what is done at
  /// an end.
  public var reason: String?
  /// In a wait when the reported guard opens by time alone, in a hold when the question expires;
  /// `nil` where `missing` says what it waits for.
  public var until: Instant?
  /// The id of the sender that writes.
  public var sender: String?
  /// What everything was drawn from.
  public var seed: Int64
  /// The mode that it holds in: `shadow` is recorded, and nothing is queued.
  public var mode: Mode
  /// True if a contact would be written to: `send` of a step that writes, not a note to the team.
  public var isOutward: Bool
  /// True for the first send of its enrolment.
  public var isStart: Bool
  /// Rows and positions of the above.
  public var rows: Rows
  private let words: DecisionWords
  /// `nil` for most decisions that nobody reads.
  private let details: DecisionDetails?

  init(
    at: Instant, about words: DecisionWords, _ details: DecisionDetails?,
    enrolment: EnrolmentID? = nil, rung: Int?, verdict: Verdict, reason: String?, until: Instant?,
    sender: String?, seed: Int64, mode: Mode, isOutward: Bool, isStart: Bool, rows: Rows
  ) {
    self.at = at
    self.words = words
    self.details = details
    self.enrolment = enrolment
    self.rung = rung
    self.verdict = verdict
    self.reason = reason
    self.until = until
    self.sender = sender
    self.seed = seed
    self.mode = mode
    self.isOutward = isOutward
    self.isStart = isStart
    self.rows = rows
  }
}

extension Decision {
  /// What stands in place of a step's id where an end is followed by notes and tasks (`on_exit`).
  public static let exitStep = "on_exit"

  /// The contact's id.
  public var contact: String { details?.contact ?? "" }
  /// The id of the contact's account.
  public var account: String? { details?.account }
  /// The deal's id, in policies about deals.
  public var deal: String? { details?.deal }
  /// The policy's id.
  public var policy: String { words.policy }
  /// The step's id; `exitStep` for what is done at an end.
  public var step: String { words.step }
  /// The first round at which all guards could pass, if nothing else changes.
  public var earliest: Instant? { details?.earliest }
  /// Facts that would have to be known.
  public var missing: [String] { details?.missing ?? [] }
  /// The channel's id; `nil` for steps without one.
  public var channel: String? { words.channel }
  /// Who took the last place in this round.
  public var lostTo: LostTo? { details?.lostTo }
  /// Every guard of the chain, if the engine records traces.
  public var guards: ChainTrace { details?.guards ?? ChainTrace() }
  /// Digest of the bundle that decided.
  public var bundle: String { words.bundle }
  /// Digest of the bundle that the enrolment began with.
  public var pinned: String { words.pinned }
}

/// The winner of a place for which somebody waits.
public struct LostTo: Hashable, Sendable {
  /// The winner's policy.
  public var policy: String
  /// The winner.
  public var contact: String
  /// The limit that had one place left.
  public var limit: String
}
