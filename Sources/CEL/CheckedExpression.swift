// Licensed under the Apache License, Version 2.0; see LICENSE.

/// An expression whose names and types are resolved.
public struct CheckedExpression: Sendable {
  /// What a node's name stands for.
  public enum Resolution: Hashable, Sendable {
    /// Nothing to resolve, or left to run time.
    case none
    /// A variable of the host.
    case variable(slot: Int)
    /// A variable of a macro; each has a number of its own within the expression.
    case local(slot: Int)
    /// A type as a value.
    case type(CELType)
    /// A named expression, whose root was put into the tree.
    case inlined(NodeID)
    /// A field of a declared object.
    case field(slot: Int, isNullable: Bool)
    /// The overloads that remain; one, unless types are left to run time.
    ///
    /// A namespaced call's target is part of the function's name, not a receiver.
    case call(function: String, overloads: [Overload], isNamespaced: Bool)
    /// The first and, for macros with two variables, second number of a macro's variables.
    case locals(first: Int, second: Int)
    /// A name that has no meaning: an error when evaluated.
    case unresolved(EvaluationError)
  }

  /// The text, and the nodes with those of the named expressions used, which stand at the end and
  /// have the range of the name that brought them in.
  public internal(set) var tree: SyntaxTree
  /// The type of each node.
  public internal(set) var types: [CELType]
  /// What each node's name stands for.
  public internal(set) var resolutions: [Resolution]
  /// How many nodes were written; the others come from named expressions.
  public internal(set) var ownNodeCount: Int
  /// How many numbers the variables of macros take.
  public internal(set) var localCount: Int
  /// How many levels evaluation goes down.
  public internal(set) var depth: Int32
  /// What checks and yet deserves a look.
  public internal(set) var warnings: [CheckWarning]
  /// The host's types.
  public let runtimeTypes: RuntimeTypes

  /// The node of the whole expression.
  public var root: NodeID { tree.root }

  /// The type of the result.
  public var type: CELType { types[Int(tree.root)] }

  /// The part of this expression below a node, as an expression of its own.
  public func part(_ node: NodeID) -> CheckedExpression {
    var part = self
    part.tree.root = node
    part.warnings = []
    return part
  }
}

/// Something that checks and yet deserves a look.
public struct CheckWarning: Hashable, Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// A fact that may have no value is read without `has`; evaluation may end in an error.
    case nullableRead(path: String)
    /// A comparison that facts can't change, and why.
    case constantComparison(outcome: Bool, reason: String)
    /// A part that is an error whatever the facts are, and why.
    case alwaysFails(EvaluationError)
    /// Nobody can foresee when a use of the time changes; the rewrite, if there is one, can be
    /// foreseen and gives the same.
    case unsolvableTime(name: String, rewrite: String?)
  }

  /// What it is.
  public let kind: Kind
  /// Where.
  public let range: SourceRange
}
