// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// When the outcome of an expression may change on its own while a variable such as `now` goes on.
public struct TemporalAnalysis: Sendable {
  /// On which side of the solved instant the change lies.
  public enum Edge: Hashable, Sendable {
    /// From the instant on, as in `now >= t`.
    case at
    /// Just after the instant, as in `now > t`.
    case after
    /// At the instant alone, as in `now == t`.
    case only
  }

  /// A solved comparison.
  public struct Breakpoint: Sendable {
    /// Evaluates to the timestamp of the change; inside macros to a list of them, maybe nested.
    ///
    /// Where a fact that it needs has no value or isn't known there is no change to wait for, and
    /// evaluation gives an error or unknown.
    public let expression: CheckedExpression
    /// On which side of that timestamp the change lies.
    public let edge: Edge
    /// The comparison or call in the text.
    public let range: SourceRange
  }

  /// Where the outcome may change; between two of them it is constant, given the facts.
  public let breakpoints: [Breakpoint]
  /// Uses of the variable for which no instant can be solved.
  public let unsolvable: [SourceRange]

  /// All timestamps in the value of a breakpoint's expression; none in an error or unknown.
  public static func instants(in value: Value) -> [Instant] {
    switch value {
    case .timestamp(let instant): [instant]
    case .list(let elements): elements.flatMap { instants(in: $0) }
    case .optional(let optional): optional.value.map { instants(in: $0) } ?? []
    case .null, .bool, .int, .uint, .double, .string, .bytes, .map, .duration, .type, .object,
      .opaque, .network, .unknown, .error:
      []
    }
  }
}

extension CheckedExpression {
  /// Solves the comparisons in which the variable occurs linearly for the instants at which they
  /// change: `now - x > d` changes just after `x + d`.
  ///
  /// Host functions whose overloads say how they depend on time are followed too.
  public func breakpoints(of now: Int) -> TemporalAnalysis {
    var solver = TemporalSolver(expression: self, now: now)
    return solver.run()
  }
}
