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
  /// One guard's condition, with what it must be taken in.
  struct One: Sendable {
    /// Its number among `facts`; -1 if only the author's program can tell.
    var condition: Int32 = -1
    /// Whether time alone may change it.
    var dependsOnTime = false
    /// Whether the facts it reads neither grow stale nor have to be polled, so that its changes
    /// follow from its numbers.
    var isSolvable = false
    /// Where the slots of the expression's leaves begin.
    var leaves: Int32 = 0
  }

  private(set) var facts = FactConditions()
  /// Guards of all chains, one chain behind the other.
  private var ones: ContiguousArray<One> = []
  /// What decision lines say of the guards whatever they answer, beside `ones`.
  private var texts: ContiguousArray<GuardText> = []
  /// For each leaf of an expression the column of the contact that it reads; -1 for others.
  private var leafSlots: ContiguousArray<Int32> = []
  /// Where the chains of a step's rungs, the rungs of a policy's steps and its steps begin.
  private var chains: ContiguousArray<Int> = []
  private var rungs: ContiguousArray<Int> = []
  private var steps: ContiguousArray<Int> = []

  /// Prepares the conditions of a bundle; texts that they name come into the pool.
  init(_ bundle: Bundle, strings: inout StringPool) {
    for policy in bundle.policies {
      steps.append(rungs.count)
      for step in policy.steps {
        rungs.append(chains.count)
        for chain in step.chains {
          chains.append(ones.count)
          for link in chain.links {
            let leaves = Int32(truncatingIfNeeded: leafSlots.count)
            for leaf in link.kind.expression?.leaves ?? [] {
              leafSlots.append(Self.slot(of: leaf.path, in: bundle.schema))
            }
            var one = one(link, &strings)
            one.leaves = leaves
            ones.append(one)
            texts.append(GuardText(link))
          }
        }
      }
    }
  }

  @inline(__always)
  subscript(policy: Int, step: Int, rung: Int, position: Int) -> One {
    ones[place(policy, step, rung, position)]
  }

  /// What decision lines say of a guard whatever it answers.
  func text(_ policy: Int, _ step: Int, _ rung: Int, _ position: Int) -> GuardText {
    texts[place(policy, step, rung, position)]
  }

  /// The column of the contact that a leaf reads; -1 if it reads something else.
  func slot(_ one: One, leaf: Int) -> Int { Int(leafSlots[Int(one.leaves) + leaf]) }

  @inline(__always)
  private func place(_ policy: Int, _ step: Int, _ rung: Int, _ position: Int) -> Int {
    chains[rungs[steps[policy] + step] + rung] + position
  }

  /// The column of a stored fact of the contact, by its whole name.
  private static func slot(of path: String, in schema: FactSchema) -> Int32 {
    guard path.hasPrefix("contact."), let path = FactPath(path), let field = schema.field(path)
    else { return -1 }
    return Int32(truncatingIfNeeded: field.slot)
  }

  private mutating func one(_ link: ChainLink, _ strings: inout StringPool) -> One {
    guard case .requirement(let asked) = link.kind else { return One() }
    let compiler = ColumnCompiler(expression: asked.condition.checked, object: .contact) {
      ConstantContext.value(of: asked.condition.checked, $0)
    }
    guard let tests = compiler.tests(wanted: asked.mustBe),
      let number = facts.add(tests.map { $0.coded { strings.intern($0) } })
    else { return One() }
    return One(
      condition: Int32(truncatingIfNeeded: number), dependsOnTime: asked.condition.dependsOnTime,
      isSolvable: asked.condition.agingFacts.isEmpty && !asked.condition.mustBePolled)
  }
}

extension DecisionContext {
  /// What a guard says, where plain numbers tell.
  @inline(__always)
  func quickAnswer(_ position: Int) -> GuardResult? {
    let one = world.conditions[policy, step, rung, position]
    guard one.condition >= 0 else { return nil }
    switch truth(one) {
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
    return ask(position).lets
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
