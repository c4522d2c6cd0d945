// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Guards
internal import PolicyLanguage

/// The guards of a chain that say the same to everybody who waits in one line: caps that people
/// share, senders, hours.
///
/// While one of them stands in the way, asking the people in the line can't come to a send.
struct ChainGates: Sendable {
  /// What must be equal for a gate to say the same of two people.
  private enum Share {
    case everything
    /// Where they live.
    case place
    /// Who may write to them.
    case senders
  }

  /// Positions in the chain, in its order.
  private(set) var positions: [Int] = []
  /// By the position of a guard that people stand in line for, the last gate that they wait for;
  /// -1 for guards that are each person's own.
  private var lastByGuard: [Int] = []
  /// The first gates for which place and senders matter.
  private var firstOfPlace = Int.max
  private var firstOfSenders = Int.max

  init() {}

  init(_ chain: GuardChain) {
    let links = chain.links
    let shares = links.map { Self.share($0) }
    positions = shares.indices.filter { shares[$0] != nil }
    for position in positions {
      switch shares[position] {
      case .place: firstOfPlace = min(firstOfPlace, position)
      case .senders: firstOfSenders = min(firstOfSenders, position)
      case .everything, nil: break
      }
    }
    lastByGuard = links.indices.map { position in
      guard shares[position] != nil, Self.isScarce(links[position]) else { return -1 }
      var last = position
      for next in links.indices where next > position && links[next].level != .observe {
        // What skips, stops or holds behind it must be asked as soon as it lets them through.
        guard links[next].outcome == .wait else { break }
        if shares[next] != nil { last = next }
      }
      return last
    }
  }

  /// The last gate of the line for a guard; `nil` if nobody stands in line for it.
  func last(for position: Int) -> Int? {
    guard lastByGuard.indices.contains(position), lastByGuard[position] >= 0 else { return nil }
    return lastByGuard[position]
  }

  /// Whether it matters where people live.
  func readPlace(upTo last: Int) -> Bool { firstOfPlace <= last }

  /// Whether it matters who may write to people.
  func askSenders(upTo last: Int) -> Bool { firstOfSenders <= last }

  /// Whether a guard gives places away: hours only open and close.
  private static func isScarce(_ link: ChainLink) -> Bool {
    switch link.kind {
    case .limit, .sender: true
    case .killSwitch, .mode, .safeList, .budget, .suppression, .consent, .address, .duty, .window,
      .paused, .holdout, .exclusive, .exit, .audience, .requirement, .late, .template,
      .notDuplicate, .domainAuthenticated, .session, .freshness, .approval:
      false
    }
  }

  private static func share(_ link: ChainLink) -> Share? {
    guard link.outcome == .wait, link.level != .observe, link.applies == nil else { return nil }
    switch link.kind {
    case .window: return .place
    case .sender: return .senders
    case .limit(let guarded):
      let rule = guarded.limit
      guard !rule.mustBePolled else { return nil }
      switch rule.scope {
      case .global, .channel, .tag, .policy: return rule.countsLocalDays ? .place : .everything
      case .sender: return rule.countsLocalDays ? nil : .senders
      case .account, .contact, .fact: return nil
      }
    case .killSwitch, .mode, .safeList, .budget, .suppression, .consent, .address, .duty, .paused,
      .holdout, .exclusive, .exit, .audience, .requirement, .late, .template, .notDuplicate,
      .domainAuthenticated, .session, .freshness, .approval:
      return nil
    }
  }
}

extension LimitRule {
  /// True if each person's own days count.
  fileprivate var countsLocalDays: Bool {
    switch rule {
    case .gap, .cap(_, .rolling), .cap(_, .ever): false
    case .periodGap: true
    case .cap(_, .calendar(_, let zone)), .cap(_, .window(_, let zone)):
      if case .contact = zone { true } else { false }
    }
  }
}
