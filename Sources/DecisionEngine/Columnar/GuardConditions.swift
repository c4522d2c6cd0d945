// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

/// The conditions of all chains that read stored facts of the contact alone, as plain numbers.
///
/// Asked first: where they can't tell, or something unusual must be named, the author's program is
/// asked as well.
struct GuardConditions: Sendable {
  /// One guard's condition, and what is asked of the guard again and again.
  struct One: Sendable {
    var level: EnforcementLevel
    var outcome: Outcome
    var hasApplies: Bool
    /// Whether time alone may make it begin or cease to apply.
    var appliesByTime = false
    /// The limit's position; -1 if it isn't one.
    var limit: Int32 = -1
    /// The guard itself, if it needs no settings.
    var plain: PlainGuard?
    /// Its place among the guards of all chains.
    var place = 0
    /// Its number among `windows`; -1 if it isn't one.
    var window: Int32 = -1
    /// Whether it is left out of traces where it can't decide any more.
    var isCostly: Bool
    /// Its number among `facts`; -1 if only the author's program can tell.
    var condition: Int32 = -1
    /// Whether time alone may change it.
    var dependsOnTime = false
    /// Whether the facts it reads neither grow stale nor have to be polled, so that its changes
    /// follow from its numbers.
    var isSolvable = false
    /// Where the leaves of its expression begin.
    var leaves: Int32 = 0
    /// How many values it looks at itself.
    var ownNames: Int32 = 0

    fileprivate init(_ link: ChainLink) {
      level = link.level
      outcome = link.outcome
      hasApplies = link.applies != nil
      if case .limit(let guarded) = link.kind {
        limit = Int32(truncatingIfNeeded: guarded.limit.index)
      }
      plain = link.kind.plain
      if let applies = link.applies { appliesByTime = applies.dependsOnTime }
      isCostly =
        switch link.stage {
        case .sender, .content, .approval: true
        case .system, .person, .policy, .step, .limits: false
        }
    }

    /// Whether its failure ends the wait for what stands behind it.
    var ends: Bool {
      switch outcome {
      case .skip, .stop, .hold: true
      case .wait: false
      }
    }
  }

  /// Where a value stands that an expression reads.
  struct Leaf: Sendable {
    enum Form: Sendable {
      /// Only the leaf's program can tell.
      case program
      /// The clock.
      case now
      /// A column of the contact, by what is in it.
      case text, int, double, bool, instant, texts, other
    }

    var form: Form
    var slot: Int32
  }

  /// The guards of one chain.
  struct Chain: Sendable {
    /// Where they begin among all.
    var start: Int
    /// The numbers of their conditions among `facts`.
    var conditions: Range<Int>
    var text: ChainText
  }

  private(set) var facts = FactConditions()
  /// Guards of all chains, one chain behind the other.
  private var ones: ContiguousArray<One> = []
  /// The leaves of the expressions, one expression behind the other.
  private var leaves: ContiguousArray<Leaf> = []
  private var chains: ContiguousArray<Chain> = []
  /// The hours that guards ask for, each once.
  private(set) var windows: ContiguousArray<Window> = []
  /// Where the chains of a step's rungs and the rungs of a policy's steps begin.
  private var rungs: ContiguousArray<Int> = []
  private var steps: ContiguousArray<Int> = []

  /// Prepares the conditions of a bundle; texts that they name come into the pool.
  init(_ bundle: Bundle, strings: inout StringPool) {
    for policy in bundle.policies {
      steps.append(rungs.count)
      for step in policy.steps {
        rungs.append(chains.count)
        for chain in step.chains {
          let (start, first) = (ones.count, facts.count)
          for link in chain.links {
            var one = one(link, &strings)
            one.place = ones.count
            if case .window(let window) = link.kind { one.window = number(of: window) }
            one.leaves = Int32(truncatingIfNeeded: leaves.count)
            one.ownNames = Int32(truncatingIfNeeded: link.ownNames.count)
            leaves += (link.kind.expression?.leaves ?? []).map { Leaf($0.path, bundle.schema) }
            ones.append(one)
          }
          chains.append(
            Chain(
              start: start, conditions: first..<facts.count,
              text: ChainText(chain.links.map { ChainText.Guard($0) })))
        }
      }
    }
  }

  /// A guard by its place among all.
  @inline(__always)
  subscript(place: Int) -> One { ones[place] }

  /// The places of a rung's guards among all.
  @inline(__always)
  func places(_ policy: Int, _ step: Int, _ rung: Int) -> Range<Int> {
    let chain = rungs[steps[policy] + step] + rung
    return chains[chain].start..<chains[chain].start + chains[chain].text.guards.count
  }

  /// The guards of a rung.
  @inline(__always)
  func chain(_ policy: Int, _ step: Int, _ rung: Int) -> Chain {
    chains[rungs[steps[policy] + step] + rung]
  }

  @inline(__always)
  subscript(policy: Int, step: Int, rung: Int, position: Int) -> One {
    ones[place(policy, step, rung, position)]
  }

  /// A value that a guard's expression reads.
  @inline(__always)
  func leaf(_ one: One, _ index: Int) -> Leaf { leaves[Int(one.leaves) + index] }

  @inline(__always)
  private func place(_ policy: Int, _ step: Int, _ rung: Int, _ position: Int) -> Int {
    chains[rungs[steps[policy] + step] + rung].start + position
  }

  private mutating func number(of window: Window) -> Int32 {
    let known = windows.firstIndex { $0.calendar == window.calendar && $0.zone == window.zone }
    if known == nil { windows.append(window) }
    return Int32(truncatingIfNeeded: known ?? windows.count - 1)
  }

  private mutating func one(_ link: ChainLink, _ strings: inout StringPool) -> One {
    var one = One(link)
    guard case .requirement(let asked) = link.kind else { return one }
    let compiler = ColumnCompiler(expression: asked.condition.checked, object: .contact) {
      ConstantContext.value(of: asked.condition.checked, $0)
    }
    guard let tests = compiler.tests(wanted: asked.mustBe),
      let number = facts.add(tests.map { $0.coded { strings.intern($0) } })
    else { return one }
    one.condition = Int32(truncatingIfNeeded: number)
    one.dependsOnTime = asked.condition.dependsOnTime
    one.isSolvable = asked.condition.agingFacts.isEmpty && !asked.condition.mustBePolled
    return one
  }
}

extension GuardConditions.Leaf {
  /// Where a path leads; a stored fact of the contact is read from its column.
  fileprivate init(_ path: String, _ schema: FactSchema) {
    self.init(form: path == PolicyLanguage.Variable.now.name ? .now : .program, slot: -1)
    guard path.hasPrefix("contact."), let path = FactPath(path), let field = schema.field(path)
    else { return }
    slot = Int32(truncatingIfNeeded: field.slot)
    form =
      switch field.type {
      case .string, .enumeration: .text
      case .int: .int
      case .double: .double
      case .bool: .bool
      case .instant: .instant
      case .list(.string): .texts
      case .date, .duration, .money, .list: .other
      }
  }
}

extension DecisionContext {
  /// What a guard says, where plain numbers tell.
  ///
  /// - Parameter known: What its condition comes out as, if that was asked already.
  @inline(__always)
  func quickAnswer(_ one: GuardConditions.One, known: FactTruth? = nil) -> GuardResult? {
    guard one.condition >= 0 else { return nil }
    switch known ?? truth(one) {
    case .yes:
      guard one.dependsOnTime, memo.wantsPassEnds else { return .pass() }
      return quickChange(one).map { .pass(until: $0.instant) }
    case .no:
      guard one.dependsOnTime else { return .fail() }
      return quickChange(one).map { .fail(opensAt: $0.instant) }
    case .unknown, .absent, .open: return nil
    }
  }

  private func quickChange(_ one: GuardConditions.One) -> NextChange? {
    guard one.isSolvable else { return nil }
    return world.facts.contacts.nextChange(
      of: Int(one.condition), in: world.conditions.facts, row: contact, now: clock)
  }

  @inline(__always)
  private func truth(_ one: GuardConditions.One) -> FactTruth {
    world.facts.contacts.truth(
      of: Int(one.condition), in: world.conditions.facts, row: contact, now: clock)
  }

  /// Whether a guard lets the step through, and nothing more.
  @inline(__always)
  func lets(_ position: Int) -> Bool {
    let one = world.conditions[policy, step, rung, position]
    if one.condition >= 0 {
      switch truth(one) {
      case .yes: return true
      case .no: return false
      case .unknown, .absent, .open: break
      }
    }
    return ask(position, one).lets
  }
}

extension NextChange {
  fileprivate var instant: Instant? {
    switch self {
    case .never: nil
    case .at(let second): Instant(seconds: second)
    }
  }
}

/// Nothing but functions whose result depends on their arguments.
struct ConstantContext: Activation {
  func value(ofVariable slot: Int) -> Value { .error(.undeclaredName("#\(slot)")) }
  func value(ofField slot: Int, of object: ObjectReference) -> Value {
    .error(.noSuchField("#\(slot)"))
  }
  func presence(ofField slot: Int, of object: ObjectReference) -> Presence { .absent }
  func call(host function: Int, arguments: Arguments) -> Value {
    let none = Value.error(.undeclaredFunction("#\(function)"))
    switch HostFunction(rawValue: function) {
    case .days?, .hours?, .minutes?, .weeks?:
      let pure = PureFunctions(now: Instant(seconds: 0), zone: nil)
      return HostFunction(rawValue: function).flatMap {
        pure.value(of: $0, arguments, zones: nil, calendars: [])
      } ?? none
    case _: return none
    }
  }

  /// The value of a part that reads nothing; `nil` if there is none.
  static func value(of expression: CheckedExpression, _ node: NodeID) -> Value? {
    let part = expression.part(node)
    guard part.variablesRead.isEmpty else { return nil }
    switch Program(part).evaluate(ConstantContext()) {
    case .error, .unknown: return nil
    case let value: return value
    }
  }
}
