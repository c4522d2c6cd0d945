// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Guards

/// A statement that must be true of every person, company or deal in every world.
public struct Invariant: Sendable {
  /// The author's name.
  public var id: String
  /// The author's words for people.
  public var title: String?
  /// Of whom it must be true, one by one.
  public var subject: Subject
  /// What must be true; `sends` and `decisions` in it are those about the subject, so far.
  public var condition: CompiledExpression
  /// True if it reads more than what was sent.
  public var readsDecisions: Bool
}
