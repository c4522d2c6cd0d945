// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// On what a message to a person stands, weakest first.
public enum ConsentBasis: UInt8, Hashable, Sendable, CaseIterable, Comparable {
  /// The person took it back.
  case withdrawn
  /// Nothing.
  case none
  /// A documented interest of ours that doesn't outweigh the person's.
  case legitimateInterest
  /// It follows from what the person did, such as buying.
  case implied
  /// The person said so.
  case explicit

  /// The word in policies and files.
  public var word: String {
    switch self {
    case .withdrawn: "withdrawn"
    case .none: "none"
    case .legitimateInterest: "legitimate_interest"
    case .implied: "implied"
    case .explicit: "explicit"
    }
  }

  /// All words, for messages.
  static var words: String { allCases.map { "`\($0.word)`" }.joined(separator: ", ") }

  /// Reads the word; `nil` if it is another one.
  public init?(word: String) {
    guard let basis = ConsentBasis.allCases.first(where: { $0.word == word }) else { return nil }
    self = basis
  }

  /// Orders from weak to strong.
  public static func < (a: ConsentBasis, b: ConsentBasis) -> Bool { a.rawValue < b.rawValue }
}

/// One statement about a person's consent on one channel.
public struct Consent: Hashable, Sendable {
  /// What it is.
  public var basis: ConsentBasis
  /// When it was given; `nil` if no source says.
  public var at: Instant?
  /// When it ends; `nil` for never.
  public var until: Instant?
  /// Where it comes from, a string code; 0 if no source says.
  public var source: Int32
  /// What proves it, a string code; 0 for nothing.
  public var evidence: Int32

  /// Makes a statement.
  public init(
    basis: ConsentBasis, at: Instant? = nil, until: Instant? = nil, source: Int32 = 0,
    evidence: Int32 = 0
  ) {
    self.basis = basis
    self.at = at
    self.until = until
    self.source = source
    self.evidence = evidence
  }
}

/// Every statement about consent, append-only, chained by (contact, channel).
struct ConsentLog: Sendable {
  private struct Record {
    var consent: Consent
    var previous: Int32
  }
  private var records: ContiguousArray<Record> = []
  /// For each channel the latest record of each contact; `nothing`, or below it a statement that
  /// is the only one and says no more than its basis: most people take four bytes so.
  private var heads: ContiguousArray<ContiguousArray<Int32>> = []
  private static let nothing: Int32 = -1

  /// Adds a statement, behind those that are later than it.
  mutating func append(_ consent: Consent, contact: Int, channel: Int) {
    while heads.count <= channel { heads.append([]) }
    let missing = contact + 1 - heads[channel].count
    if missing > 0 {
      heads[channel].append(contentsOf: repeatElement(Self.nothing, count: missing))
    }
    if heads[channel][contact] == Self.nothing, consent == Consent(basis: consent.basis) {
      heads[channel][contact] = Self.nothing - 1 - Int32(consent.basis.rawValue)
      return
    }
    if let lone = Self.lone(heads[channel][contact]) {
      heads[channel][contact] = Int32(truncatingIfNeeded: records.count)
      records.append(Record(consent: lone, previous: Self.nothing))
    }
    let index = Int32(truncatingIfNeeded: records.count)
    var later = Self.nothing
    var next = heads[channel][contact]
    while next >= 0, isLater(records[Int(next)].consent, than: consent) {
      later = next
      next = records[Int(next)].previous
    }
    records.append(Record(consent: consent, previous: next))
    if later >= 0 { records[Int(later)].previous = index } else { heads[channel][contact] = index }
  }

  /// What is in force: the latest statement that hasn't ended; nothing from before a withdrawal.
  func inForce(contact: Int, channel: Int, at now: Instant) -> Consent? {
    guard channel < heads.count, contact < heads[channel].count else { return nil }
    var next = heads[channel][contact]
    if let lone = Self.lone(next) { return lone }
    while next >= 0 {
      let record = records[Int(next)]
      next = record.previous
      if let at = record.consent.at, at > now { continue }
      if record.consent.basis == .withdrawn { return record.consent }
      // Half-open like every window: at its end it no longer holds.
      if let until = record.consent.until, now >= until { continue }
      return record.consent
    }
    return nil
  }

  /// When what is in force may change next: the earliest begin or end after `now`.
  func nextChange(contact: Int, channel: Int, after now: Instant) -> Instant? {
    guard channel < heads.count, contact < heads[channel].count else { return nil }
    var earliest: Instant?
    var next = heads[channel][contact]
    while next >= 0 {
      let record = records[Int(next)]
      next = record.previous
      for case let change? in [record.consent.at, record.consent.until] where change > now {
        earliest = earliest.map { min($0, change) } ?? change
      }
    }
    return earliest
  }

  /// The statement that stands in a head itself.
  private static func lone(_ head: Int32) -> Consent? {
    guard head < nothing else { return nil }
    return ConsentBasis(rawValue: UInt8(truncatingIfNeeded: nothing - 1 - head))
      .map { Consent(basis: $0) }
  }

  private func isLater(_ a: Consent, than b: Consent) -> Bool {
    switch (a.at, b.at) {
    case (nil, _): false
    case (.some, nil): true
    case (let first?, let second?): first > second
    }
  }
}
