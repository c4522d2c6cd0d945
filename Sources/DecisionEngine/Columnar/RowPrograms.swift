// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Facts
internal import Guards
internal import PolicyLanguage

/// Conditions and numbers about one person, computed from columns as plain numbers: no value of the
/// language is made and no reference counted, so that a node costs a few nanoseconds.
///
/// What they tell stays so until a fact changes: time alone can't change it. What they can't tell
/// in this way (facts that are unknown, none or grow stale, the time, lists, most of history) is
/// left open, and the author's program is asked. As in the policy language `false` decides an `&&`
/// and `true` an `||`, whatever the other parts say.
struct RowPrograms: Sendable {
  /// The node that a computation begins with.
  typealias Root = Int32

  /// What a node does with its operands.
  enum Operation: UInt8, Sendable {
    /// Nobody can tell here.
    case open
    /// a: 0 or 1
    case truth
    /// a: start of the operands in `lists`, b: count
    case and, or
    /// a: operand
    case not
    /// a: condition, b, c: branches
    case choice
    /// a: slot of a truth value
    case flag
    /// a: slot of a text, b: start of the texts' codes in `lists`, c: count
    case word
    /// a: slot of any fact
    case known
    /// a: one of `Happening`
    case happened
    /// a: machine, b: state
    case phase
    /// a: step of the policy
    case sent
    /// Colleagues who are being written to.
    case activeEnrolments
    /// a, b: whole numbers
    case compareInts
    /// a, b: floating-point numbers
    case compareDoubles
    /// a: place in `longs`, or in `doubles`
    case number
    /// a: slot of a number
    case fact
    /// a: whole number
    case toDouble
    /// a, b: operands
    case add, subtract, multiply, divide
    /// a: position of the score
    case score
  }

  /// Whose fact a node reads.
  enum Place: UInt8, Sendable { case contact, account, deal }

  /// Something that has happened, or not.
  enum Happening: Int32, Sendable { case reply, optOut, accountActivity, openDeal }

  /// How two numbers must stand to each other.
  enum Relation: UInt8, Sendable {
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
  }

  /// One step of a computation.
  struct Node: Sendable {
    var operation: Operation
    /// A `Place` or a `Relation`.
    var flag: UInt8 = 0
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
  }

  /// What the conditions of a policy's steps and exits may name beside facts; the context then looks
  /// at an enrolment.
  struct Scope {
    /// True for them, false for those of audiences and scores.
    var isStep = false
    /// The steps' ids.
    var steps: [String] = []
    /// The channel of the message that is asked about.
    var channel: String?
  }

  /// A state of a machine of people.
  struct Phase: Sendable {
    var machine: Int
    var state: Int
  }

  /// A number, and of which type it is.
  struct Number: Sendable {
    var root: Root
    var isInt: Bool
  }

  /// A score whose parts are all computed here.
  struct PlainScore: Sendable {
    var parts: ContiguousArray<(weight: Double, value: Number)> = []
    var bonuses: ContiguousArray<(points: Double, range: ClosedRange<Double>?, when: Root)> = []
  }

  /// A guard's condition, and what it must be.
  struct Demand: Sendable {
    var root = RowPrograms.open
    var mustBe = true
    /// Whether it stands until the first send, not later.
    var endsWithSend = false
    /// The condition under which the guard applies at all; `open` if there is none.
    var applies = RowPrograms.open
  }

  private(set) var nodes: ContiguousArray<Node> = [Node(operation: .open)]
  private(set) var lists: ContiguousArray<Int32> = []
  private(set) var longs: ContiguousArray<Int64> = []
  private(set) var doubles: ContiguousArray<Double> = []
  /// By policy, the condition for coming in; `open` if there is none.
  private(set) var audiences: ContiguousArray<Root> = []
  /// By policy and exit: `false` for those that only events or a time bring.
  private(set) var exits: [ContiguousArray<Root>] = []
  /// The authors' programs of the conditions for coming in, and by policy which one is its own; -1 for none.
  ///
  /// Side by side, because whoever asks an optional one of a policy is given a copy of all of it.
  private(set) var conditions: ContiguousArray<CompiledExpression> = []
  private(set) var conditionOfPolicy: ContiguousArray<Int> = []
  /// One chain behind the other, as in `GuardConditions`.
  private(set) var guards: ContiguousArray<Demand> = []
  /// By position; `nil` if only the author's programs can tell.
  private(set) var scores: ContiguousArray<PlainScore?> = []

  /// The node that stays open.
  static let open: Root = 0

  /// Prepares a bundle's conditions; texts that they name come into the pool.
  init(_ bundle: Bundle, strings: inout StringPool) {
    for score in bundle.scores { scores.append(plain(score, bundle, &strings)) }
    for policy in bundle.policies {
      conditionOfPolicy.append(policy.enrol.when == nil ? -1 : conditions.count)
      if let when = policy.enrol.when { conditions.append(when) }
      audiences.append(
        policy.enrol.when.map { compile($0.checked, bundle, &strings) { $0.truth($1) } }
          ?? Self.open)
      var scope = Scope(isStep: true, steps: policy.steps.map(\.id))
      exits.append([])
      for exit in policy.exits {
        let root = exit.events.isEmpty ? condition(exit.when, scope, bundle, &strings) : nil
        exits[exits.count - 1].append(root ?? add(Node(operation: .truth)))
      }
      for step in policy.steps {
        for (rung, chain) in step.chains.enumerated() {
          scope.channel = step.channel(rung: rung).map { bundle.channels[$0].id }
          for link in chain.links {
            var demand = demand(of: link, scope, bundle, &strings)
            demand.applies = condition(link.applies, scope, bundle, &strings) ?? Self.open
            guards.append(demand)
          }
        }
      }
    }
  }

  /// The node of a condition; `nil` without one.
  private mutating func condition(
    _ expression: CompiledExpression?, _ scope: Scope, _ bundle: Bundle,
    _ strings: inout StringPool
  ) -> Root? {
    guard let expression else { return nil }
    // What must be polled, or is looked for in lists, names a round to be asked again in.
    guard !expression.mustBePolled, !expression.looksIntoLists else { return Self.open }
    return compile(expression.checked, bundle, &strings, scope) { $0.truth($1) }
  }

  private mutating func demand(
    of link: ChainLink, _ scope: Scope, _ bundle: Bundle, _ strings: inout StringPool
  ) -> Demand {
    let root = condition(link.kind.expression, scope, bundle, &strings)
    guard let root, root != Self.open else { return Demand() }
    switch link.kind {
    case .requirement(let asked): return Demand(root: root, mustBe: asked.mustBe)
    case .audience: return Demand(root: root, endsWithSend: true)
    case .budget, .suppression, .consent, .address, .duty, .window, .paused, .holdout, .exclusive,
      .exit, .limit, .sender, .session, .template, .notDuplicate, .domainAuthenticated, .freshness,
      .approval, .killSwitch, .mode, .safeList, .late:
      return Demand()
    }
  }

  private mutating func plain(
    _ score: Score, _ bundle: Bundle, _ strings: inout StringPool
  ) -> PlainScore? {
    var plain = PlainScore()
    for part in score.parts {
      // Patterns are looked for in messages.
      guard case .expression(let expression) = part.value,
        let value = compile(expression.checked, bundle, &strings, body: { $0.number($1) })
      else { return nil }
      plain.parts.append((part.weight, value))
    }
    for bonus in score.bonuses {
      let when = compile(bonus.when.checked, bundle, &strings) { $0.truth($1) }
      guard when != Self.open else { return nil }
      plain.bonuses.append((bonus.add, bonus.range, when))
    }
    return plain
  }

  private mutating func compile<Result>(
    _ expression: CheckedExpression, _ bundle: Bundle, _ strings: inout StringPool,
    _ scope: Scope = Scope(), body: (inout RowCompiler, NodeID) -> Result
  ) -> Result {
    for node in expression.tree.nodes {
      if case .literal(.string(let text)) = node.kind { _ = strings.intern(text) }
    }
    var compiler = RowCompiler(programs: self, expression, bundle, strings, scope)
    defer { self = compiler.programs }
    return body(&compiler, expression.root)
  }

  /// The phases that a condition can't hold without.
  func neededPhases(of root: Root) -> [Phase] {
    let node = nodes[Int(root)]
    switch node.operation {
    case .phase: return [Phase(machine: Int(node.a), state: Int(node.b))]
    case .and: return operands(of: node).flatMap { neededPhases(of: $0) }
    case .or: return node.b == 1 ? operands(of: node).flatMap { neededPhases(of: $0) } : []
    case .open, .truth, .not, .choice, .flag, .word, .known, .happened, .sent, .activeEnrolments,
      .compareInts, .compareDoubles, .number, .fact, .toDouble, .add, .subtract, .multiply, .divide,
      .score:
      return []
    }
  }

  private func operands(of node: Node) -> ArraySlice32 {
    lists[Int(node.a)..<Int(node.a + node.b)]
  }

  // MARK: - Building

  mutating func add(_ node: Node) -> Root {
    nodes.append(node)
    return Root(truncatingIfNeeded: nodes.count - 1)
  }

  /// Puts a list behind the others and gives its start.
  mutating func add(list: [Int32]) -> Int32 {
    defer { lists += list }
    return Int32(truncatingIfNeeded: lists.count)
  }

  mutating func add(_ long: Int64) -> Root {
    longs.append(long)
    return add(Node(operation: .number, a: Int32(truncatingIfNeeded: longs.count - 1)))
  }

  mutating func add(_ double: Double) -> Root {
    doubles.append(double)
    return add(Node(operation: .number, a: Int32(truncatingIfNeeded: doubles.count - 1)))
  }
}
