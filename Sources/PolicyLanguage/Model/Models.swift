// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Guards

/// A 0–100 model: weighted parts, bonuses, clamp, bands.
public struct Score: Sendable {
  /// One weighted part of the sum.
  public struct Part: Sendable {
    /// Names the part in traces.
    public var id: String
    /// Points at full value; the weights of a score add up to 100.
    public var weight: Double
    /// From 0.0 to 1.0.
    public var value: ScoreValue
  }
  /// Where a part's value comes from.
  public enum ScoreValue: Sendable {
    case expression(CompiledExpression)
    /// 1.0 if one of the patterns is found in the evidence, else 0.0.
    case patterns([String])
  }
  /// Points that come on top of the parts.
  public struct Bonus: Sendable {
    /// The points count while this holds.
    public var when: CompiledExpression
    /// Points, negative for a malus; the sum is clamped to 0–100 afterwards.
    public var add: Double
    /// Where the sum so far is kept when they are added.
    public var range: ClosedRange<Double>?
  }
  /// A name for a range of scores, such as `hot`.
  public struct Band: Sendable {
    /// The author's name for it.
    public var id: String
    /// The scores that it takes, both ends included; bands don't overlap.
    public var range: ClosedRange<Int>
  }
  /// The snake_case name: expressions read it as `scores.NAME`.
  public var id: String
  /// Its place in the bundle's list of scores.
  public var index: Int
  /// Whom it rates.
  public var subject: Subject
  /// What is summed; an unknown part makes the score unknown.
  public var parts: [Part]
  /// What is added to the parts' sum; may be empty.
  public var bonuses: [Bonus]
  /// How far back inbound messages are evidence.
  public var evidenceWithin: Duration?
  /// From the highest to the lowest; they may leave gaps.
  public var bands: [Band]
  /// Where it was written.
  public var place: SourcePlace
}

/// A state machine per contact, such as trust phases.
public struct PhaseMachine: Sendable {
  /// One phase, with the ways out of it.
  public struct State: Sendable {
    /// The author's name: what `contact.phase(machine)` gives.
    public var id: String
    /// `next` is not asked earlier.
    public var atLeast: Duration
    /// `next` is asked once more then, and `otherwise` follows.
    public var until: Duration?
    /// Ways out, in the author's order: the first that holds is taken.
    public var next: [Transition]
    /// The state that follows at `until`, by index; set where `until` is.
    public var otherwise: Int?
    /// Where it was written.
    public var place: SourcePlace
  }
  /// A way from one state to another; every condition that it has must hold.
  public struct Transition: Sendable {
    /// The state that it leads to, by index.
    public var to: Int
    /// Must hold, unknown counting as false; nothing is asked if `nil`.
    public var when: CompiledExpression?
    /// Codes of events, one of which must happen; empty if none need to.
    public var events: [Int]
    /// How long the phase must have lasted; no time if `nil`.
    public var after: Duration?
  }
  /// The snake_case name.
  public var id: String
  /// Its place in the bundle's list of machines.
  public var index: Int
  /// Whose phases they are.
  public var subject: Subject
  /// The phases, in the author's order.
  public var states: [State]
  /// The state that everybody begins in, by index.
  public var start: Int
}
