// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// Everything that a decision may read.
///
/// One value. While something is decided it is read through a pointer, because a context that held
/// its parts would retain a dozen arrays for each guard.
struct World: Sendable {
  let bundle: Bundle
  let index: BundleIndex
  /// Conditions in the form that costs least to ask.
  let conditions: GuardConditions
  /// Who comes in, in which order and with which scores, where plain numbers tell.
  let programs: RowPrograms
  let zones: ZoneDatabase
  let seed: Int64
  /// The mode that everything runs in; `nil` for those of the settings and policies.
  var forcedMode: Mode?
  /// The settings' mode, as it was turned last.
  var settingsMode: Mode
  /// Modes that policies were turned to, by position.
  var policyModes: [Int: Mode] = [:]
  /// True if a step may be decided in another mode than its enrolment was made in.
  var hasSeveralModes = false

  var facts: FactStore
  var now: Second = .min
  /// Nothing is decided before; events and starts of earlier are history.
  var decidesFrom: Second = .min
  /// True if that instant is a round of its own, whatever the settings' rounds are.
  var beginsWithRound = false
  /// Nothing is decided after; what time alone changes later needs no wake.
  var decidesUntil: Second = .never
  var isKillSwitchOn: Bool

  var enrolments: [Enrolment] = []
  /// Events that enrolled somebody, kept for `event` in expressions.
  var enrollingEvents: [FactEvent] = []
  /// The latest enrolment of each contact; -1 for none.
  var latestOfContact: ContiguousArray<Int32> = []

  var ledger: Ledger
  /// What each sender wrote, and behind them what each wrote in mode `shadow`.
  var senders: [SenderLog]
  /// Who wrote to a contact last, by channel: the conversation's sender.
  var conversations: [ConversationKey: Int] = [:]
  /// What was sent to people in mode `shadow`, where that isn't everybody's.
  var rehearsals: [Int: Rehearsed] = [:]
  /// When a text went to a contact, by its digest.
  var texts: [TextKey: Second] = [:]
  /// Until when a person's conversation is in somebody's hands.
  var answeredByHand: [Int: Second] = [:]
  var phases: [[PhaseState]]
  /// Zones by the code of their name in the fact store's strings.
  var zoneCache: [Int32: Zone] = [:]
  /// Countries by the code of their name.
  var countryCache: [Int32: CountryCode] = [:]
  var countryZones: [CountryCode: [Zone]] = [:]
  /// Zones of the countries of a phone number, by the code of the address.
  var dialledZones: [Int32: [Zone]] = [:]
  /// Where people live: what zones and countries there are together, each once.
  var places: [Place] = []
  var placeNumbers: [Place.Key: Int32] = [:]
  /// The channel's number in the fact store, by position in the bundle; -1 before it was met.
  var channelNumbers: [Int] = []

  struct ConversationKey: Hashable, Sendable {
    var contact: Int
    var pool: Int
    var isShadow = false
  }
  struct TextKey: Hashable, Sendable {
    var contact: Int
    var digest: UInt64
    var isShadow = false
  }

  init(
    bundle: Bundle, seed: Int64, facts: FactStore, zones: ZoneDatabase, mode: Mode?,
    killSwitch: Bool?
  ) {
    self.bundle = bundle
    index = BundleIndex(bundle)
    self.zones = zones
    self.seed = seed
    forcedMode = mode
    var facts = facts
    conditions = GuardConditions(bundle, strings: &facts.strings)
    programs = RowPrograms(bundle, strings: &facts.strings)
    settingsMode = bundle.settings.mode
    hasSeveralModes = mode == nil && bundle.channels.contains { $0.mode != nil }
    self.facts = facts
    isKillSwitchOn = killSwitch ?? (mode == nil ? bundle.settings.killSwitch : false)
    ledger = Ledger(limitCount: bundle.limits.count)
    senders = Array(repeating: SenderLog(), count: 2 * index.senders.count)
    phases = Array(repeating: [], count: bundle.machines.count)
    channelNumbers = index.channelIDs.map { self.facts.channel($0) }
  }

  /// Calls `body` for a contact's enrolments, latest first.
  func forEachEnrolment(of contact: Int, _ body: (Int) -> Void) {
    guard contact < latestOfContact.count else { return }
    var next = Int(latestOfContact[contact])
    while next >= 0 {
      let previous = enrolments[next].previousOfContact
      body(next)
      next = previous
    }
  }

  /// Whether the time to answer a question, or to make use of the answer, has passed.
  func isQuestionOver(_ position: Int) -> Bool {
    enrolments.withUnsafeBufferPointer { ($0[position].hold?.expiresAt ?? .never) <= now }
  }

  /// Forgets what was computed of a contact's facts, one of which may have changed.
  mutating func forgetAnswers(of contact: Int) {
    guard contact < latestOfContact.count else { return }
    var next = Int(latestOfContact[contact])
    while next >= 0 {
      enrolments[next].forgetAnswers()
      next = enrolments[next].previousOfContact
    }
  }

  /// Positions of a contact's enrolments, latest first.
  ///
  /// Mutating, because whoever changes the world would otherwise be given a copy to ask.
  mutating func enrolments(of contact: Int) -> [Int] {
    guard contact < latestOfContact.count, latestOfContact[contact] >= 0 else { return [] }
    var positions: [Int] = []
    var next = Int(latestOfContact[contact])
    while next >= 0 {
      positions.append(next)
      next = enrolments[next].previousOfContact
    }
    return positions
  }

  /// Whether an address of the contact is on the settings' safe list.
  func isOnSafeList(_ contact: Int) -> Bool {
    let list = bundle.settings.safeList
    guard !list.isEmpty else { return false }
    for channel in channelNumbers {
      guard let address = facts.address(of: contact, channel: channel) else { continue }
      let isListed = list.contains { entry in
        let entry = entry.lowercased()
        return entry.hasPrefix("@") ? address.hasSuffix(entry) : address == entry
      }
      if isListed { return true }
    }
    return false
  }
}

/// What a sender wrote: enough for its day, its gap and its rest.
struct SenderLog: Sendable {
  var window = Ledger.Window()
  /// When the pool's gap after its last send is over.
  var freeAt: Second = .min
  /// Out of order until then, and why.
  var awayUntil: Second = .min
  var awayBecause = ""
  /// How many sends were drawn for.
  var count: Int { window.total }
}

/// Where a subject stands in a phase machine.
struct PhaseState: Sendable {
  /// Position of the state; -1 before the subject was seen.
  var state: Int32 = -1
  var enteredAt: Second = .never
  var wakesAt: Second = .never
}
