// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// The latest of what happened to each contact.
struct ContactHistory: Sendable {
  var replied = InstantColumn()
  var sent = InstantColumn()
  var started = InstantColumn()
  var optedOut = InstantColumn()
  var active = InstantColumn()
  /// By channel; short of contacts that never wrote there.
  var inbound: ContiguousArray<InstantColumn> = []

  mutating func appendRow() {
    replied.appendNone()
    sent.appendNone()
    started.appendNone()
    optedOut.appendNone()
    active.appendNone()
  }

  mutating func received(_ at: Instant, contact: Int, channel: Int) {
    while inbound.count <= channel { inbound.append(InstantColumn()) }
    inbound[channel].grow(to: contact + 1)
    inbound[channel].raise(to: at, row: contact)
  }

  mutating func join(_ member: Int, into head: Int) {
    if let at = replied[member] { replied.raise(to: at, row: head) }
    if let at = sent[member] { sent.raise(to: at, row: head) }
    if let at = started[member] { started.raise(to: at, row: head) }
    if let at = active[member] { active.raise(to: at, row: head) }
    if let at = optedOut[member], optedOut[head].map({ at < $0 }) ?? true {
      optedOut.set(at, row: head)
    }
    for channel in inbound.indices {
      if let at = inbound[channel][member] { received(at, contact: head, channel: channel) }
    }
  }
}

/// The latest of what happened to each account, and how many of its deals are open.
struct AccountHistory: Sendable {
  var won = InstantColumn()
  var activity = InstantColumn()
  var openDeals: ContiguousArray<Int32> = []

  mutating func appendRow() {
    won.appendNone()
    activity.appendNone()
    openDeals.append(0)
  }
}

/// Whether a deal is there at the store's clock.
enum DealPresence: UInt8, Sendable {
  /// No event about it is known: its row's stage holds always.
  case always
  /// Its first event is still to come.
  case expected
  /// An event brought it.
  case here
}

/// How each deal stands.
struct DealHistory: Sendable {
  var stages: ContiguousArray<DealStage> = []
  var presence: ContiguousArray<DealPresence> = []
  var rowStages: ContiguousArray<DealStage> = []
  /// When the event happened that gave the stage.
  var staged = InstantColumn()
  var opened = InstantColumn()
  var won = InstantColumn()
  var lost = InstantColumn()

  mutating func appendRow(stage: DealStage) {
    stages.append(stage)
    rowStages.append(stage)
    presence.append(.always)
    staged.appendNone()
    opened.appendNone()
    won.appendNone()
    lost.appendNone()
  }
}
