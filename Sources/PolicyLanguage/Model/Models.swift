// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Guards

/// A 0–100 model: weighted parts, bonuses, clamp, bands.
public struct Score: Sendable {
  public struct Part: Sendable {
    public var id: String
    public var weight: Double
    /// From 0.0 to 1.0.
    public var value: ScoreValue
  }
  public enum ScoreValue: Sendable {
    case expression(CompiledExpression)
    /// 1.0 if one of the patterns is found in the evidence, else 0.0.
    case patterns([String])
  }
  public struct Bonus: Sendable {
    public var when: CompiledExpression
    public var add: Double
  }
  public struct Band: Sendable {
    public var id: String
    public var range: ClosedRange<Int>
  }
  public var id: String
  public var index: Int
  public var subject: Subject
  public var parts: [Part]
  public var bonuses: [Bonus]
  /// How far back inbound messages are evidence.
  public var evidenceWithin: Duration?
  public var bands: [Band]
  public var place: SourcePlace
}

/// A state machine per contact, such as trust phases.
public struct PhaseMachine: Sendable {
  public struct State: Sendable {
    public var id: String
    /// `next` is not asked earlier.
    public var atLeast: Duration
    /// `next` is asked once more then, and `otherwise` follows.
    public var until: Duration?
    public var next: [Transition]
    public var otherwise: Int?
    public var place: SourcePlace
  }
  public struct Transition: Sendable {
    public var to: Int
    public var when: CompiledExpression?
    public var events: [Int]
    public var after: Duration?
  }
  public var id: String
  public var index: Int
  public var subject: Subject
  public var states: [State]
  public var start: Int
}
