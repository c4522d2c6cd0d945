// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards

/// Every decision of a run with its trace, in numbers: about a hundred bytes each.
///
/// What repeats is kept once: the guards of a chain, what each of them said (a pattern), the values
/// that they looked at. Above `limit` decisions only every second, fourth… person is kept, each with
/// all decisions, so that a story never has holes.
struct DecisionTable: Sendable {
  /// Whom a decision is about; -1 for nothing.
  struct Subject: Hashable, Sendable {
    var contact: Int32
    var account: Int32
    var deal: Int32
  }

  /// What a whole chain said: the same for very many decisions.
  struct Pattern: Hashable, Sendable {
    var chain: Int32
    var verdict: Verdict
    /// Number of the reason; -1 for none.
    var reason: Int32
    /// Number of the list of missing facts; -1 for none.
    var missing: Int32
    /// Two bytes a guard: its status, and `Flags` of what else is known of it.
    var guards: [UInt8]
  }

  /// What is known of one guard in one decision.
  enum Flags {
    static let blocks: UInt8 = 1
    static let isReached: UInt8 = 2
    static let hasValues: UInt8 = 4
    static let hasFlip: UInt8 = 8
    static let hasBecause: UInt8 = 16
  }

  /// The values that one guard looked at: names in one list, contents in another.
  struct Values: Hashable, Sendable {
    var paths: Int32
    var contents: [TracedValue.Content]
  }

  struct Lost: Sendable {
    var policy: Int32
    var contact: Int32
    var limit: Int32
  }

  struct Row: Sendable {
    var at: Int64
    var until: Int64
    var earliest: Int64
    var subject: Int32
    var pattern: Int32
    /// The sender's number, from 1; 0 for none.
    var sender: Int32
    /// Position in `losses`, from 1; 0 for none.
    var lost: Int32
    /// Where its values, flip times and reasons begin in `data`.
    var data: Int32
  }

  static let never = Int64.max

  private(set) var rows: ContiguousArray<Row> = []
  /// For each guard with flags, in chain order: number of values, flip time, number of the text.
  private(set) var data: ContiguousArray<Int64> = []
  private(set) var losses: ContiguousArray<Lost> = []
  private(set) var contacts = Interned<String>()
  private(set) var accounts = Interned<String>()
  private(set) var deals = Interned<String>()
  private(set) var subjects = Interned<Subject>()
  private(set) var patterns = Interned<Pattern>()
  private(set) var reasons = Interned<String>()
  private(set) var missing = Interned<[String]>()
  private(set) var paths = Interned<[String]>()
  private(set) var values = Interned<Values>()
  private(set) var texts = Interned<String>()
  private(set) var senders = Interned<String>()
  private(set) var limits = Interned<String>()
  /// One person in 2 to this power is kept.
  private(set) var keptBits: UInt64 = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// The number of whom a decision is about.
  mutating func subject(of decision: Decision) -> Int32 {
    subjects.number(
      of: Subject(
        contact: contacts.number(of: decision.contact),
        account: decision.account.map { accounts.number(of: $0) } ?? -1,
        deal: decision.deal.map { deals.number(of: $0) } ?? -1))
  }

  /// Keeps a decision.
  mutating func add(_ decision: Decision, chain: Int, subject: Int32) {
    guard isKept(subject) else { return }
    let start = Int32(truncatingIfNeeded: data.count)
    var guards: [UInt8] = []
    guards.reserveCapacity(decision.guards.count * 2)
    for trace in decision.guards {
      guards.append(Self.code(of: trace.status))
      guards.append(note(trace))
    }
    let pattern = Pattern(
      chain: Int32(truncatingIfNeeded: chain), verdict: decision.verdict,
      reason: decision.reason.map { reasons.number(of: $0) } ?? -1,
      missing: decision.missing.isEmpty ? -1 : missing.number(of: decision.missing),
      guards: guards)
    var lost: Int32 = 0
    if let lostTo = decision.lostTo {
      losses.append(
        Lost(
          policy: reasons.number(of: lostTo.policy), contact: contacts.number(of: lostTo.contact),
          limit: limits.number(of: lostTo.limit)))
      lost = Int32(truncatingIfNeeded: losses.count)
    }
    rows.append(
      Row(
        at: decision.at.seconds, until: decision.until?.seconds ?? Self.never,
        earliest: decision.earliest?.roundedUpToSecond.seconds ?? Self.never, subject: subject,
        pattern: patterns.number(of: pattern),
        sender: decision.sender.map { senders.number(of: $0) + 1 } ?? 0, lost: lost, data: start))
    if rows.count > limit { thin() }
  }

  /// Appends what is particular about a guard, and gives its flags.
  private mutating func note(_ trace: GuardTrace) -> UInt8 {
    var flags: UInt8 = 0
    if trace.blocks { flags |= Flags.blocks }
    if trace.isReached { flags |= Flags.isReached }
    if trace.valueCount > 0 {
      flags |= Flags.hasValues
      let seen = trace.values
      let number = values.number(
        of: Values(
          paths: paths.number(of: seen.map(\.path)), contents: seen.map(\.content)))
      data.append(Int64(number))
    }
    if let flip = trace.flipsAt {
      flags |= Flags.hasFlip
      data.append(flip.roundedUpToSecond.seconds)
    }
    if let because = trace.because {
      flags |= Flags.hasBecause
      data.append(Int64(texts.number(of: because)))
    }
    return flags
  }

  private func isKept(_ subject: Int32) -> Bool {
    guard keptBits > 0 else { return true }
    // A number's bits, mixed (the finaliser of SplitMix64), choose people evenly.
    var hash = UInt64(subjects[subject].contact) &+ 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return (hash ^ (hash >> 31)) & ((1 << keptBits) - 1) == 0
  }

  /// Halves the people that are kept.
  private mutating func thin() {
    while rows.count > limit {
      keptBits += 1
      let before = rows
      let oldData = data
      rows.removeAll(keepingCapacity: true)
      data.removeAll(keepingCapacity: true)
      for (index, row) in before.enumerated() where isKept(row.subject) {
        let end = index + 1 < before.count ? Int(before[index + 1].data) : oldData.count
        var kept = row
        kept.data = Int32(truncatingIfNeeded: data.count)
        data.append(contentsOf: oldData[Int(row.data)..<end])
        rows.append(kept)
      }
      // One person with more decisions than the limit can't be halved.
      if keptBits >= 40 { return }
    }
  }

  /// The letter of a status on the page.
  static func code(of status: GuardStatus) -> UInt8 {
    switch status {
    case .pass: UInt8(ascii: "p")
    case .fail: UInt8(ascii: "f")
    case .unknown: UInt8(ascii: "u")
    case .error: UInt8(ascii: "e")
    case .notApplicable: UInt8(ascii: "n")
    case .notReached: UInt8(ascii: "r")
    case .observed: UInt8(ascii: "o")
    }
  }
}
