// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts
public import Guards
public import PolicyLanguage

/// Decides whether, when and from whom people are written to: bundle, facts, clock and seed in,
/// decisions out.
///
/// A value without clock, input, output or randomness. Whoever drives it (a simulation, a plan, the
/// live runner) hands it events and instants; it visits nothing on its own, and says by
/// `nextInstant()` when it has something to do. Same bundle, facts, seed and instants: the same
/// decisions, with any number of threads.
public struct Engine: Sendable {
  /// How an engine runs; none of it but `mode` and `killSwitch` changes what is decided.
  public struct Options: Sendable {
    /// The mode that everything runs in; `nil` for `live`, as simulations and plans decide.
    public var mode: Mode?
    /// Whether the kill switch is on; `nil` for off.
    public var killSwitch: Bool?
    /// True if the settings' and policies' own modes and kill switch count instead.
    public var followsSettings: Bool
    /// True if every decision carries its guards, and waits their earliest round.
    public var traces: Bool
    /// How many threads may ask audiences.
    public var threads: Int
    /// True if the first instant is a round of its own, whatever the settings' rounds are: a plan
    /// decides at the instant that it is asked for.
    public var beginsWithRound = false
    /// False if decisions may leave out the ids of contact, account and deal, and those that neither
    /// send nor ask that of the enrolment: their rows say whom they are about.
    public var namesPeople = true
    /// The last instant that is decided; from it on nobody looks for what time alone changes later.
    public var until: Instant?

    /// Decides as in mode `live`, without traces, on one thread.
    public init(
      mode: Mode? = nil, killSwitch: Bool? = nil, followsSettings: Bool = false,
      traces: Bool = false, threads: Int = 1
    ) {
      self.mode = mode
      self.killSwitch = killSwitch
      self.followsSettings = followsSettings
      self.traces = traces
      self.threads = threads
    }
  }

  /// The world, and what is being looked at in it.
  ///
  /// The world is always named through it: an accessor that lends a value as large as this makes
  /// copies where the optimiser can't look into it, and Swift 6.3 may then end the life of one after
  /// its memory was given back.
  var context: DecisionContext
  var agenda = Agenda()
  /// When the agenda looks at each enrolment next; entries at other times were superseded.
  var enrolmentWakes = RowTimes()
  private(set) var options: Options
  /// What happened beside decisions.
  public internal(set) var counters: Counters
  /// What the engine itself caused and will look at a second later.
  var aftermath: [Aftermath] = []
  var answers: [ApprovalAnswer] = []
  var audiences: [AudienceState]
  var intervals: [IntervalState]
  /// People who wait for the same, in lines.
  var lines: [WaitingLine] = []
  var lineNumbers: [WaitingLine.Key: Int] = [:]
  var lineStamp: UInt32 = 0
  /// Who asks again when what changes.
  let readers: ChangeReaders
  var tieHashes: TieHashes
  /// The mode of each policy that was looked at last.
  var modesInForce: [Mode]
  /// What each instant gathers: its room serves the next one.
  private var gathered = Moment()
  /// Rows that were seen already.
  var seenContacts = 0
  var seenDeals = 0

  /// Makes an engine.
  ///
  /// - Parameters:
  ///   - bundle: What to decide by.
  ///   - store: What is known; later events come through `advance`.
  ///   - zones: Time zones by name and country.
  ///   - seed: What everything that is drawn is drawn from.
  ///   - from: The first instant that is decided. Earlier events make facts and enrolments, and
  ///     decide nothing; what fell due earlier is decided then and keeps its due time.
  ///   - options: How to run.
  public init(
    bundle: Bundle, store: FactStore, zones: ZoneDatabase, seed: Int64, from: Instant,
    options: Options = Options()
  ) {
    var world = World(
      bundle: bundle, seed: seed, facts: store, zones: zones,
      mode: options.followsSettings ? nil : options.mode ?? .live,
      killSwitch: options.followsSettings ? nil : options.killSwitch ?? false)
    world.decidesFrom = from.roundedUpToSecond.seconds
    world.beginsWithRound = options.beginsWithRound
    world.decidesUntil = options.until?.seconds ?? .never
    // Room for most of who will come, so that growing moves nobody.
    world.enrolments.reserveCapacity(min(store.contacts.count, 1 << 16))
    context = DecisionContext(world: world)
    self.options = options
    counters = Counters(policyCount: bundle.policies.count)
    readers = ChangeReaders(bundle, world.index, world.programs)
    tieHashes = TieHashes(bundle, seed: seed)
    audiences = bundle.policies.map { AudienceState($0) }
    intervals = bundle.policies.map { _ in IntervalState() }
    modesInForce = bundle.policies.indices.map { world.mode(of: $0) }
    recordGivenHistory()
    planFirstWakes()
  }

  /// What is known now.
  ///
  /// A driver may add people and deals; what it does to facts of people that
  /// exist already it also tells by `noteChange`. To read it is to copy it: who reads often takes
  /// it `inout`, or asks the engine.
  public var facts: FactStore {
    get { context.world.facts }
    _modify { yield &context.world.facts }
  }

  /// The bundle that decides.
  public var bundle: Bundle { context.world.bundle }

  /// When the engine has something to do next, if nothing happens before; `nil` for never.
  public func nextInstant() -> Instant? {
    agenda.firstSecond.map { Instant(seconds: max($0, context.world.now)) }
  }

  /// Lives through one instant, in the order of language.md section 7: facts and events; exits;
  /// deadlines; phases, then enrolments; the round's walk, if the instant is one with something due.
  ///
  /// - Parameters:
  ///   - instant: Now; not before the last one.
  ///   - events: What happened up to now, in the order of (time, source, row).
  ///   - sink: Takes decisions in walk order, each only where verdict, reason or `until` changed.
  public mutating func advance(
    to instant: Instant, events: [FactEvent] = [], sink: (Decision) -> Void
  ) {
    context.world.now = max(context.world.now, instant.roundedUpToSecond.seconds)
    counters.instants += 1
    var moment = Moment()
    swap(&moment, &gathered)
    takeEvents(events, &moment)
    takeAnswers(&moment)
    takeWakes(&moment)
    takeTurnedModes(&moment)
    noticeNewRows(&moment)
    askExits(&moment)
    emitActions(&moment, sink)
    passDeadlines(&moment, sink)
    passPhases(&moment)
    enrolByEvents(&moment)
    enrolAudiences(&moment)
    startDue(&moment)
    openRounds(&moment)
    reorderLines(&moment)
    walk(&moment, sink)
    scheduleLines(&moment)
    emitActions(&moment, sink)
    moment.orderTouched()
    for position in moment.touched { schedule(position) }
    dropSuperseded()
    moment.clear()
    swap(&moment, &gathered)
  }

  /// Answers a hold.
  ///
  /// - Parameters:
  ///   - enrolment: The enrolment's position, as in `Decision.rows`.
  ///   - step: The step's position.
  ///   - granted: Whether the person agreed.
  ///   - person: Who answered; four eyes take two who differ, and somebody without a name for none.
  ///   - instant: When; taken up when the engine is advanced to it.
  public mutating func answer(
    enrolment: Int, step: Int, granted: Bool, by person: String? = nil, at instant: Instant
  ) {
    answers.append(
      ApprovalAnswer(enrolment: enrolment, step: step, granted: granted, person: person))
    agenda.add(Wake(at: instant.roundedUpToSecond.seconds, subject: .aftermath))
  }

  /// Has decisions name whom they are about, or leave that to their rows.
  public mutating func setNamesPeople(_ names: Bool) { options.namesPeople = names }

  /// Turns the kill switch; what waits for it is asked again in the next round.
  public mutating func setKillSwitch(_ isOn: Bool) {
    context.world.isKillSwitchOn = isOn
    for position in context.world.enrolments.indices
    where context.world.enrolments[position].state == .open {
      context.world.enrolments[position].askAt = context.world.round(
        atOrAfter: max(context.world.now + 1, context.world.enrolments[position].dueAt))
      schedule(position)
    }
  }

  /// Tells that a stored fact was changed: whoever reads it is asked again at the next instant.
  public mutating func noteChange(of path: FactPath, row: Int) {
    guard let field = context.world.facts.schema.field(path) else { return }
    noteChange(of: path.object, slot: field.slot, row: row)
  }

  /// Tells that a stored fact was changed, by the slot of its field.
  public mutating func noteChange(of changed: FactObject, slot: Int, row: Int) {
    guard let object = changed.kind else { return }
    let contacts: [Int] =
      switch changed {
      case .contact: [context.world.facts.person(of: row)]
      case .account: context.world.facts.contacts(ofAccount: row).map { Int($0) }
      case .deal:
        context.world.facts.contactToEnrol(deal: row, account: nil).map { [$0] } ?? []
      case .event, .sender: []
      }
    let change = Change.fact(object: object.rawValue, slot: slot)
    for contact in contacts { aftermath.append(Aftermath(contact: contact, change: change)) }
    if let contact = contacts.first { forgetAnswers(ofColleaguesOf: contact) }
    agenda.add(Wake(at: context.world.now, subject: .aftermath))
  }

  // MARK: - Small parts

  /// Drops entries at the agenda's front that were superseded, so that no instant is visited in vain.
  private mutating func dropSuperseded() {
    while let wake = agenda.first(), !stands(wake) { _ = agenda.takeFirst() }
  }

  /// Whether an entry of the agenda is still meant.
  ///
  /// Mutating, as all that is asked often here: the engine would be copied for each question.
  mutating func stands(_ wake: Wake) -> Bool {
    let (group, index) = (Int(wake.group), Int(wake.index))
    switch wake.subject {
    case .enrolment: return enrolmentWakes[index] == wake.at
    case .audience: return audiences[group].wakesAt[index] == wake.at
    case .phase:
      return context.world.phases[group].indices.contains(index)
        && context.world.phases[group][index].wakesAt == wake.at
    case .interval: return intervals[group].wakesAt[index] == wake.at
    case .cadence, .firstRound: return true
    case .aftermath: return !aftermath.isEmpty || !answers.isEmpty || hasTurnedModes
    case .line: return lines[index].wakesAt == wake.at
    }
  }

  /// Puts an enrolment on the agenda for when it is to be looked at next.
  mutating func schedule(_ position: Int) {
    let wakesAt = context.world.enrolments.wakesAt(position)
    // Everything due by now was looked at: what is left comes strictly later.
    let at = wakesAt == .never ? .never : max(wakesAt, context.world.now + 1)
    guard enrolmentWakes[position] != at else { return }
    enrolmentWakes[position] = at
    agenda.add(
      Wake(at: at, subject: .enrolment, index: Int32(truncatingIfNeeded: position)))
  }
}

extension FactObject {
  /// The object in expressions.
  var kind: ObjectKind? {
    switch self {
    case .contact: .contact
    case .account: .account
    case .deal: .deal
    case .event: .event
    case .sender: .sender
    }
  }
}

/// What is being looked at in one instant.
struct Moment {
  /// An event of this instant, completed.
  struct Happened {
    var event: FactEvent
    /// Whether its source named the contact itself.
    var namesContact: Bool
  }

  /// An event that enrolled a rehearsal.
  struct Relaunched {
    var policy: Int
    var event: FactEvent
  }

  var events: [Happened] = []
  /// What is due on the agenda.
  var wakes: [Wake] = []
  /// Contacts who wrote.
  var replied: Set<Int> = []
  /// Enrolments that were changed or are to be looked at.
  var touched: [Int] = []
  /// Enrolments whose exit conditions are to be asked, some of them more than once.
  var exits: [Int] = []
  /// Rows to be asked, by policy.
  var audience = GroupRows()
  /// Subjects to be asked, by machine.
  var phases = GroupRows()
  var isFirstRound = false
  /// Events that may enrol once more, after a rehearsal.
  var relaunched: [Relaunched] = []
  /// Policies whose cadence is due.
  var cadences: Set<Int> = []
  var isWalking = false
  /// Candidates that came up during the walk.
  var added: [Int] = []
  /// Steps that slept in a wait and that something decided in this walk may change.
  var roused: Set<Int> = []
  /// What ends brought about and nobody was told yet.
  var actions: [Decision] = []
  /// Lines that may have room now.
  var wokenLines: [Int] = []
  /// Lines that somebody joined.
  var lines: [Int] = []
  /// Enrolments in lines whose place may be another one now.
  var reordered: [Int] = []

  /// What was touched, each once and in order.
  mutating func touchedInOrder() -> [Int] {
    orderTouched()
    return touched
  }

  /// Puts what was touched in order, each once.
  mutating func orderTouched() {
    guard touched.count > orderedCount else { return }
    touched.orderDistinct()
    orderedCount = touched.count
  }

  private var orderedCount = 0

  /// Forgets everything, and keeps its room.
  mutating func clear() {
    // Most is empty at most instants, and whoever empties a set with its room goes through all of it.
    if !events.isEmpty { events.removeAll(keepingCapacity: true) }
    if !wakes.isEmpty { wakes.removeAll(keepingCapacity: true) }
    if !replied.isEmpty { replied = [] }
    if !touched.isEmpty { touched.removeAll(keepingCapacity: true) }
    orderedCount = 0
    if !exits.isEmpty { exits.removeAll(keepingCapacity: true) }
    if !audience.isEmpty { audience.clear() }
    if !phases.isEmpty { phases.clear() }
    isFirstRound = false
    if !relaunched.isEmpty { relaunched = [] }
    if !cadences.isEmpty { cadences = [] }
    isWalking = false
    if !added.isEmpty { added.removeAll(keepingCapacity: true) }
    if !roused.isEmpty { roused = [] }
    if !actions.isEmpty { actions.removeAll(keepingCapacity: true) }
    if !wokenLines.isEmpty { wokenLines.removeAll(keepingCapacity: true) }
    if !lines.isEmpty { lines.removeAll(keepingCapacity: true) }
    if !reordered.isEmpty { reordered.removeAll(keepingCapacity: true) }
  }
}

/// Something that the engine caused: it is looked at strictly later than its cause.
struct Aftermath: Sendable {
  var contact: Int
  var change: Change
  var event: FactEvent?
}

struct ApprovalAnswer: Sendable {
  var enrolment: Int
  var step: Int
  var granted: Bool
  /// Who answered, if that is known.
  var person: String?
}
