// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
public import Chronology
internal import Facts
public import Guards
public import PolicyLanguage

/// A plan whose decisions about a contact follow from that contact's stored facts alone.
///
/// Then nobody has to be enrolled to be decided about: the conditions of audience and guards are
/// asked of columns. It gives the verdicts and reasons of `Plan`; what else a bundle may ask for
/// (messages, limits, history, exits) makes it `nil`, and the engine decides.
public struct ScreenedPlan: Sendable {
  /// How a step may be decided.
  public struct Outcome: Hashable, Sendable {
    /// The policy's position in the bundle.
    public let policy: Int
    /// What happens to its first step.
    public let verdict: Verdict
    /// The guard that decided; `nil` for a send.
    public let reason: String?
  }

  /// One policy's conditions.
  struct Part: Sendable {
    var policy: Int
    /// What a walk compares: more urgent steps first.
    var priority: Int
    var screen: EligibilityScreen
    var conditions: [(expression: CompiledExpression, mustBe: Bool)]
    /// For each condition the outcome if it fails, and if nobody can tell.
    var failing: [(fails: UInt8, open: UInt8)]
    var passing: UInt8
  }

  /// The number of an outcome that is none: the policy doesn't hold the contact.
  public static let none: UInt8 = 0

  /// The outcomes by their numbers; the first one stands for none.
  public private(set) var outcomes: [Outcome?] = [nil]
  /// The columns that are read.
  public private(set) var slots: Set<Int> = []
  /// True if a decision may say until when it waits, which only the engine solves.
  public private(set) var mayWaitForTime = false
  /// True if a policy orders its candidates itself.
  public private(set) var hasOwnOrder = false
  /// Conditions a policy, in the bundle's order.
  let parts: [Part]
  let bundle: Bundle
  private let zones: ZoneDatabase
  private let now: Instant

  /// Prepares a plan; `nil` if only the engine can decide.
  ///
  /// - Parameters:
  ///   - policy: The id of the only policy to decide by; `nil` for all.
  ///   - instant: When.
  public init?(bundle: Bundle, policy: String?, zones: ZoneDatabase, at instant: Instant) {
    self.bundle = bundle
    self.zones = zones
    now = Instant(seconds: instant.roundedUpToSecond.seconds)
    var parts: [Part] = []
    var outcomes: [Outcome?] = [nil]
    for candidate in bundle.policies where candidate.isActive {
      guard policy == nil || policy == candidate.id else {
        // Others don't matter unless they change facts in the same walk.
        guard !candidate.setsFacts else { return nil }
        continue
      }
      guard
        let conditions = Conditions(candidate),
        let screen = EligibilityScreen(
          conditions.all.map { ($0.expression.checked, $0.mustBe) }, object: .contact,
          constant: { ConstantContext.value(of: $0, $1) })
      else { return nil }
      func number(_ verdict: Verdict, _ reason: String?) -> UInt8 {
        outcomes.append(Outcome(policy: candidate.index, verdict: verdict, reason: reason))
        return UInt8(truncatingIfNeeded: outcomes.count - 1)
      }
      let passing = number(.send, nil)
      let failing = conditions.all.map { condition in
        guard let verdict = condition.verdict else { return (Self.none, Self.none) }
        return (number(verdict, condition.reason), number(.wait, condition.reason))
      }
      guard outcomes.count < 255 else { return nil }
      parts.append(
        Part(
          policy: candidate.index, priority: candidate.steps[0].priority, screen: screen,
          conditions: conditions.all.map { ($0.expression, $0.mustBe) }, failing: failing,
          passing: passing))
      slots.formUnion(conditions.slots)
      mayWaitForTime = mayWaitForTime || conditions.mayWaitForTime
      hasOwnOrder = hasOwnOrder || candidate.orderBy != nil
    }
    self.parts = parts
    self.outcomes = outcomes
  }

  /// The outcomes of one policy, the number of one a contact.
  ///
  /// - Parameter part: Which of `parts`, in the bundle's order.
  func outcomes(of part: Int, _ block: borrowing ContactBlock) -> ContiguousArray<UInt8> {
    let part = parts[part]
    let table = block.table
    let strings = block.strings
    var marks = ContiguousArray<UInt8>(repeating: 0, count: block.count)
    part.screen.bound(to: table, strings: strings, now: now).run(over: table, marks: &marks)
    var question = RowQuestion(
      part, TableContext(table: table, strings: strings, zones: zones, now: now))
    for contact in marks.indices {
      switch marks[contact] {
      case EligibilityScreen.Mark.passes: marks[contact] = part.passing
      case EligibilityScreen.Mark.undecided: marks[contact] = question.outcome(contact)
      case let mark: marks[contact] = part.failing[Int(mark) - 1].fails
      }
    }
    return marks
  }
}

/// The conditions of a policy that `ScreenedPlan` can ask.
private struct Conditions {
  struct One {
    var expression: CompiledExpression
    var mustBe: Bool
    /// What failing means; `nil` for the audience, who isn't in then.
    var verdict: Verdict?
    var reason: String
  }

  private(set) var all: [One] = []
  private(set) var slots: Set<Int> = []
  private(set) var mayWaitForTime = false

  /// `nil` if the policy asks for more than conditions of its contacts' stored facts.
  init?(_ policy: Policy) {
    let enrol = policy.enrol
    guard case .condition = enrol.trigger, enrol.subject == .contact, enrol.after == nil,
      enrol.until == nil, enrol.exclusive == nil, enrol.includesExisting, policy.exits.isEmpty,
      policy.onExit.isEmpty, policy.steps.count == 1
    else { return nil }
    let step = policy.steps[0]
    guard step.after == nil, step.expires == nil, step.chains.count == 1 else { return nil }
    switch step.action {
    case .notify, .task, .call: break
    case .send, .escalate, .set, .waitFor, .branch: return nil
    }
    if let when = enrol.when {
      guard add(One(expression: when, mustBe: true, verdict: nil, reason: "")) else { return nil }
    }
    for link in step.chains[0].links {
      guard take(link) else { return nil }
    }
  }

  private mutating func take(_ link: ChainLink) -> Bool {
    if link.level == .observe { return true }
    switch link.kind {
    // A plan decides as in mode live with the kill switch off, once, at the instant itself.
    case .killSwitch, .mode, .safeList, .late: return link.applies == nil
    // Asked already, to come in at the same instant.
    case .audience: return link.applies == nil
    case .requirement(let asked):
      guard link.applies == nil else { return false }
      let verdict: Verdict
      switch link.outcome {
      case .wait:
        verdict = .wait
        if asked.condition.dependsOnTime { mayWaitForTime = true }
      case .skip: verdict = .skip
      case .stop: verdict = .stop
      case .hold: return false
      }
      return add(
        One(
          expression: asked.condition, mustBe: asked.mustBe, verdict: verdict, reason: link.id))
    case .budget, .suppression, .consent, .address, .duty, .window, .paused, .holdout, .exclusive,
      .exit, .limit, .sender, .session, .template, .notDuplicate, .domainAuthenticated, .freshness,
      .approval:
      return false
    }
  }

  private mutating func add(_ condition: One) -> Bool {
    guard TableContext.covers(condition.expression.checked) else { return false }
    for resolution in condition.expression.checked.resolutions {
      if case .field(let slot, _) = resolution { slots.insert(slot) }
    }
    all.append(condition)
    return true
  }
}

/// Asks conditions about one row after the other.
private struct RowQuestion {
  private let part: ScreenedPlan.Part
  private var quick = FactConditions()
  /// The numbers among `quick`.
  private var numbers: [Int?] = []
  private var context: TableContext

  init(_ part: ScreenedPlan.Part, _ context: TableContext) {
    self.part = part
    self.context = context
    for tests in part.screen.conditions {
      // A text that the table doesn't know has a code that no text has.
      let coded = tests?.map { $0.coded { context.strings.code(of: $0) ?? -2 } }
      numbers.append(coded.flatMap { quick.add($0) })
    }
  }

  mutating func outcome(_ row: Int) -> UInt8 {
    context.row = row
    for index in part.conditions.indices {
      switch truth(index, row) {
      case .yes: break
      case .no: return part.failing[index].fails
      case .unknown, .absent, .open: return part.failing[index].open
      }
    }
    return part.passing
  }

  /// Whether a condition is what it must be.
  private func truth(_ index: Int, _ row: Int) -> FactTruth {
    if let condition = numbers[index] {
      let truth = context.table.truth(
        of: condition, in: quick, row: row, now: context.now.seconds)
      if truth != .open { return truth }
    }
    let (expression, mustBe) = part.conditions[index]
    return switch expression.program.evaluateBool(context) {
    case .yes: mustBe ? .yes : .no
    case .no: mustBe ? .no : .yes
    case .unknown: .unknown
    case .error: .absent
    }
  }
}

extension Policy {
  /// Whether a step changes facts.
  fileprivate var setsFacts: Bool {
    steps.contains { step in if case .set = step.action { true } else { false } }
  }
}
