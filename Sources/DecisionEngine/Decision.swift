// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
internal import Facts
public import Guards
internal import PolicyLanguage

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
    var words: (high: UInt64, low: UInt64) = (0, 0)
    for (index, byte) in hash.bytes.prefix(16).enumerated() {
      if index < 8 {
        words.high = words.high << 8 | UInt64(byte)
      } else {
        words.low = words.low << 8 | UInt64(byte)
      }
    }
    self.words = words
  }

  /// 32 lower-case hexadecimal digits.
  public var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the digits without making a string.
  func append(to bytes: inout [UInt8]) {
    for word in [words.high, words.low] {
      for shift in stride(from: 60, through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
        bytes.append(digit < 10 ? 48 + digit : 87 + digit)
      }
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
  /// The contact's id.
  public var contact: String
  /// The id of the contact's account.
  public var account: String?
  /// The deal's id, in policies about deals.
  public var deal: String?
  /// The policy's id.
  public var policy: String
  /// The enrolment; `nil` when asking about somebody who isn't enrolled.
  public var enrolment: EnrolmentID?
  /// What stands in place of a step's id where an end is followed by notes and tasks (`on_exit`).
  public static let exitStep = "on_exit"

  /// The step's id; `exitStep` for what is done at an end.
  public var step: String
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
  /// The first round at which all guards could pass, if nothing else changes.
  public var earliest: Instant?
  /// Facts that would have to be known.
  public var missing: [String]
  /// The channel's id; `nil` for steps without one.
  public var channel: String?
  /// The id of the sender that writes.
  public var sender: String?
  /// Who took the last place in this round.
  public var lostTo: LostTo?
  /// Every guard of the chain, if the engine records traces.
  public var guards: [GuardTrace]
  /// Digest of the bundle that decided.
  public var bundle: String
  /// Digest of the bundle that the enrolment began with.
  public var pinned: String
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

/// What one guard said.
public struct GuardTrace: Sendable {
  /// The guard's id.
  public var id: String
  /// Where in the chain it stands.
  public var stage: Stage
  /// What it said.
  ///
  /// A guard that passes but lies behind the one that decided has `notReached`.
  public var status: GuardStatus
  /// The expression as the author wrote it; `nil` for built-in guards.
  public var expression: String?
  /// The values that it looked at, in the order of the expression.
  public var values: [TracedValue]
  /// When time alone may change what it says.
  public var flipsAt: Instant?
  /// Where it stands in the bundle.
  public var place: SourcePlace
  /// True if a live run would have asked it: it stands no later than the guard that decided.
  public var isReached: Bool
  /// Whether the guard stands in the way, asked or not.
  public var blocks: Bool
  /// The author's words for people, if the guard blocks and has any.
  public var because: String?
  /// What decision lines say of it whatever it answers.
  var text: GuardText?
}

/// The parts of a guard's trace that are the same in every decision, as a line writes them.
///
/// A class, so that a trace counts one reference for them.
final class GuardText: Sendable {
  /// From the brace to the status.
  let head: [UInt8]
  /// From behind the status to the values.
  let middle: [UInt8]
  /// From behind `flips_at` to the brace.
  let tail: [UInt8]

  init(_ link: ChainLink) {
    var line = JSONLine([])
    line.open()
    line.key("id")
    line.value(link.id)
    line.key("stage")
    line.value(link.stage.rawValue)
    line.key("status")
    head = line.bytes
    line.bytes.removeAll()
    line.key("expression")
    line.value(link.kind.expression?.text)
    line.key("values")
    middle = line.bytes
    line.bytes.removeAll()
    line.key("file")
    line.value(link.place.file)
    line.key("line")
    line.value(Int64(link.place.line))
    line.close()
    tail = line.bytes
  }
}

/// A value that a guard looked at.
public struct TracedValue: Hashable, Sendable {
  /// A value as a decision line writes it.
  public enum Content: Hashable, Sendable {
    /// Known to be none.
    case absent
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    /// No source names it, or it is too old.
    case unknown
  }

  /// What was read: `account.health`.
  public var path: String
  /// What it was.
  public var content: Content

  /// Pairs a path with its value.
  public init(path: String, content: Content) {
    self.path = path
    self.content = content
  }
}
