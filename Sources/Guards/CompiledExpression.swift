// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL

/// Where a rule stands in the bundle, as traces and reports print it.
public struct SourcePlace: Hashable, Sendable {
  /// The file's path relative to the bundle, for example `policies/winback.yaml`.
  public let file: String
  /// The line, from 1.
  public let line: Int

  /// Names a place in the bundle.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// One leaf that an expression reads, kept to show the values that were in it.
public struct ExpressionLeaf: Sendable {
  /// How the author wrote it: `account.health`, `contact.replied_since(enrolment.started_at)`.
  public let path: String
  /// Computes the leaf alone.
  public let program: Program

  /// Pairs the text of a leaf with the program that computes it.
  public init(path: String, program: Program) {
    self.path = path
    self.program = program
  }
}

/// An author's expression, checked and compiled, with what the engine must know of it.
///
/// A class only so that chains share it: copying a guard then costs one reference, not ten.
public final class CompiledExpression: Sendable {
  /// The expression as the author wrote it, on one line.
  public let text: String
  /// Where it stands.
  public let place: SourcePlace
  /// Its checked form, for evaluators that go by columns.
  public let checked: CheckedExpression
  /// Computes it.
  public let program: Program
  /// What it reads, for traces.
  public let leaves: [ExpressionLeaf]
  /// Programs that give the instants at which time alone may change its value.
  public let breakpoints: [Program]
  /// True if it uses `now` in a way for which no instant can be solved, so that it must be polled.
  public let mustBePolled: Bool
  /// True if a breakpoint gives an instant for each element of a list, not one.
  public let looksIntoLists: Bool
  /// Keys of what it reads: facts, histories, limits; the index of who must be asked again.
  public let dependencies: [Dependency]
  /// Those of them that grow stale: time alone turns such a fact unknown.
  public let agingFacts: [Dependency]

  /// Collects the parts that the policy compiler made.
  public init(
    text: String, place: SourcePlace, checked: CheckedExpression, program: Program,
    leaves: [ExpressionLeaf],
    breakpoints: [Program], mustBePolled: Bool, looksIntoLists: Bool = false,
    dependencies: [Dependency],
    agingFacts: [Dependency] = []
  ) {
    self.text = text
    self.place = place
    self.checked = checked
    self.program = program
    self.leaves = leaves
    self.breakpoints = breakpoints
    self.mustBePolled = mustBePolled
    self.looksIntoLists = looksIntoLists
    self.dependencies = dependencies
    self.agingFacts = agingFacts
  }

  /// True if its value may change while no fact changes.
  public var dependsOnTime: Bool {
    mustBePolled || !breakpoints.isEmpty || !agingFacts.isEmpty
  }
}

/// Something that an expression reads and whose change may change the expression.
public enum Dependency: Hashable, Sendable {
  /// A fact: an object type's index in the expression environment, and the field's slot.
  case fact(object: Int32, slot: Int)
  /// What people did: replies, opt-outs, declared events; by event code, or any if `nil`.
  case events(code: Int?)
  /// What was sent to the contact or account, or enrolled.
  case sends
  /// The state of a phase machine.
  case phases
}

/// What asking an expression gave.
public enum Answer: Hashable, Sendable {
  case yes
  case no
  /// It reads facts that no source names, or that are too old.
  case unknown([String])
  /// It can't be computed: an absent fact was read, a division by zero, money of two currencies.
  case error(String)
}
