// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import DecisionEngine
import Facts
import Guards
public import PolicyLanguage

/// Runs a scenario: a virtual clock that jumps from instant to instant, and at each the same engine
/// that decides everywhere else.
///
/// Nothing here reads a clock, the environment or the network. Two runs of one scenario with one
/// seed give equal reports and equal decision lines, with any number of threads.
public struct Simulator {
  /// How a run is carried out; none of it changes what is decided.
  public struct Options: Sendable {
    /// How many threads may work.
    public var threads = 1
    /// True if every guard is asked and recorded with each decision: slower, and needed for
    /// decision lines and for how often a guard stood alone in the way.
    public var traces = false
    /// True if what a page needs is gathered on the way; includes traces.
    public var records = false

    /// One thread, no traces.
    public init() {}
  }

  /// How far a run has come.
  public struct Progress: Hashable, Sendable {
    /// The part of the simulated time that is over, 0 to 1.
    public var doneShare: Double
    /// Items taken from the queues so far.
    public var events: Int
    /// Where the virtual clock stands.
    public var now: Instant
  }

  let bundle: Bundle
  let scenario: Scenario
  let zones: ZoneDatabase
  private let options: Options
  let seed: Int64
  let loaded: LoadReport?
  /// The engine as it stands: after the run, for questions.
  public private(set) var engine: Engine
  private var timeline: Timeline
  private var scripts: ScriptedEvents
  private var reactions: Reactions
  var expectations: Expectations
  private var invariants: Invariants
  var tally: Tally
  /// What a page shows; `nil` unless somebody asked for one.
  private(set) var record: RunRecord?
  private var newDeals = 0

  /// Makes the world ready.
  public init(
    bundle: Bundle, scenario: Scenario, world: World, seed: Int64, zones: ZoneDatabase,
    options: Options = Options()
  ) throws(WorldError) {
    guard scenario.from < scenario.to else { throw .emptySpan }
    self.bundle = bundle
    self.scenario = scenario
    self.zones = zones
    self.options = options
    self.seed = seed
    loaded = world.load
    scripts = try ScriptedEvents(
      scenario.events, scenario: scenario, bundle: bundle, seed: seed, store: world.store)
    reactions = try Reactions(scenario.behaviour, bundle: bundle, seed: seed)
    expectations = try Expectations(scenario.expectations, bundle: bundle, store: world.store)
    invariants = Invariants(bundle)
    let traces = options.traces || options.records
    tally = Tally(bundle: bundle, from: scenario.from, to: scenario.to, traced: traces)
    if options.records {
      record = RunRecord(bundle: bundle, from: scenario.from, to: scenario.to)
    }
    timeline = Timeline(world.events)
    engine = Engine(
      bundle: bundle, store: world.store, zones: zones, seed: seed, from: scenario.from,
      options: Engine.Options(
        mode: scenario.mode, killSwitch: scenario.killSwitch, traces: traces,
        threads: options.threads))
  }

  /// Runs to the end.
  ///
  /// - Parameters:
  ///   - log: Takes the decision lines; `nil` if nobody wants them.
  ///   - progress: Told now and then how far the run is.
  ///   - observe: Shown each decision, in walk order.
  public mutating func run(
    log: DecisionLog? = nil, progress: ((Progress) -> Void)? = nil,
    observe: ((Decision) -> Void)? = nil
  ) throws -> SimulationReport {
    var log = log
    engine.setNamesPeople(
      log != nil || observe != nil || record != nil || expectations.readsNames)
    scripts.start(&timeline.pending)
    for outage in scenario.outages {
      for sender in outage.senders {
        timeline.pending.add(
          .outage(
            sender: sender, until: outage.until.roundedUpToSecond.seconds, because: outage.because),
          at: outage.from.roundedUpToSecond.seconds, order: 0)
      }
    }
    var batch: [FactEvent] = []
    var decided: [Decision] = []
    var untilProgress = 0
    while let next = nextSeconds(), next < scenario.to.seconds {
      let now = Instant(seconds: next)
      batch.removeAll(keepingCapacity: true)
      take(dueAt: now, into: &batch)
      decided.removeAll(keepingCapacity: true)
      engine.advance(to: now, events: batch) { decided.append($0) }
      for decision in decided {
        note(decision)
        observe?(decision)
        try log?.add { decision.appendLine(to: &$0) }
      }
      invariants.check(batch, at: now, &engine)
      untilProgress -= 1
      if untilProgress <= 0, let progress {
        untilProgress = 256
        progress(state(at: now))
      }
    }
    try log?.flush()
    progress?(state(at: scenario.to))
    var report = report()
    report.invariants = invariants.results(at: scenario.to, &engine)
    return report
  }

  /// Items taken so far: what happened, and what the engine had to look at again.
  var eventCount: Int { timeline.taken + engine.counters.wakes }

  private func state(at now: Instant) -> Progress {
    let span = Double(scenario.to.seconds - scenario.from.seconds)
    let done = Double(now.seconds - scenario.from.seconds) / span
    return Progress(doneShare: min(1, max(0, done)), events: eventCount, now: now)
  }

  private func nextSeconds() -> Int64? {
    let queued = timeline.nextSeconds
    guard let woken = engine.nextInstant()?.roundedUpToSecond.seconds else { return queued }
    return queued.map { min($0, woken) } ?? woken
  }

  /// Takes what is due from the timeline: the world's events go into the batch.
  private mutating func take(dueAt now: Instant, into batch: inout [FactEvent]) {
    while let event = timeline.takeData(notAfter: now) { batch.append(event) }
    while let (seconds, pending) = timeline.pending.take(notAfter: now.seconds) {
      switch pending {
      case .none: continue
      case .event(let event): batch.append(event)
      case .day(let script, let dayNumber):
        scripts.expand(script: script, dayNumber: dayNumber, into: &timeline.pending)
      case .scripted(let script, let dayNumber, let number):
        if let event = scripts.event(
          script: script, dayNumber: dayNumber, number: number, at: Instant(seconds: seconds),
          store: &engine.facts)
        {
          batch.append(event)
          for change in scripts.changed {
            engine.noteChange(of: change.object, slot: change.slot, row: change.row)
          }
        }
      case .outage(let sender, let until, let because):
        engine.setAway(sender: sender, until: Instant(seconds: until), because: because)
      case .answer(let enrolment, let step, let granted, let person, let settles):
        // Of a question to two people the last answer is the one that counts.
        if settles { tally.addAnswer(granted: granted) }
        engine.answer(
          enrolment: enrolment, step: step, granted: granted, by: person, at: now)
      }
    }
    for event in batch where event.code == BuiltInEvent.contactReplied.rawValue {
      if let contact = event.contact {
        tally.progress.addReply(contact: engine.person(of: contact))
      }
    }
    if record != nil {
      for event in batch {
        var person: Int?
        if let contact = event.contact { person = engine.person(of: contact) }
        record?.note(event, person: person)
      }
    }
  }

  /// The hour of the person's day, where reactions depend on it.
  private mutating func localHour(_ decision: Decision) -> Int {
    guard reactions.readsHours else { return 0 }
    let zone = engine.zone(ofContact: decision.rows.contact)
    return zone.civil(at: decision.at).time.hour
  }

  /// Counts a decision and queues what it brings about.
  private mutating func note(_ decision: Decision) {
    tally.add(decision)
    if record != nil {
      let zone = engine.zone(ofContact: decision.rows.contact)
      record?.note(decision, zone: zone)
    }
    var local: DecisionRecords.LocalTime?
    if expectations.keeps(decision) || invariants.isInterested && invariants.keeps(decision) {
      // Told twice, computed once.
      let zone = engine.zone(ofContact: decision.rows.contact)
      local = DecisionRecords.LocalTime(decision.at, in: zone)
    }
    if expectations.isInterested { expectations.note(decision, at: local) }
    if invariants.isInterested { invariants.note(decision, at: local) }
    switch decision.verdict {
    case .send:
      if decision.isOutward {
        reactions.react(
          to: decision, hour: localHour(decision), store: &engine.facts, dealCount: &newDeals,
          until: scenario.to.seconds, into: &timeline.pending)
      }
    case .hold:
      reactions.answer(
        decision, hour: localHour(decision), until: scenario.to.seconds, into: &timeline.pending)
    case .wait, .skip, .stop: break
    }
  }
}
