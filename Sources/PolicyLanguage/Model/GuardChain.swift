// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Guards
public import MessageTemplates

/// The ordered guards of one step, or of one rung, from system to approval.
public struct GuardChain: Sendable {
  /// In chain order: the first that fails is the reported one.
  public var links: [ChainLink]
  /// Everything its guards read: who must be asked again when what changes.
  public var dependencies: [Dependency]
}

/// One guard in a chain, with what its failure means here.
public struct ChainLink: Sendable {
  /// Built-in ids are snake_case, authored ones kebab-case; a decision's reason is one of them.
  public var id: String
  /// Where in the chain it is asked.
  public var stage: Stage
  /// The guard itself.
  public var kind: GuardKind
  /// What its failure means for the step; unknown and error always wait.
  public var outcome: Outcome
  /// How strictly it holds; system and person guards are always hard.
  public var level: EnforcementLevel
  /// Where it is false, the guard doesn't apply.
  public var applies: CompiledExpression?
  /// The author's words for people.
  public var because: MessageText?
  /// Where it was written; the settings' place for built-in ones.
  public var place: SourcePlace
  /// Where it came from, as `parley chain` prints it, for example `channel email`.
  public var origin: String
}
