// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts
public import Guards

/// A simulated world: a span of time, people, events, behaviour, expectations.
public struct Scenario: Sendable {
  public var id: String
  public var title: String?
  public var from: Instant
  /// End excluded; a `to` that is a date includes its day.
  public var to: Instant
  public var seed: String
  public var mode: Mode?
  public var killSwitch: Bool?
  public var people: People?
  public var data: DataSource?
  public var events: [ScriptedEvent]
  public var behaviour: Behaviour
  public var whatIf: [WhatIf]
  public var expectations: [Expectation]
  public var place: SourcePlace
}

/// Rows of files that a mapping turns into people and events.
public struct DataSource: Sendable {
  public var mapping: String
  /// Relative to the scenario's file.
  public var folder: String
}

/// A mapping by its id.
public struct NamedMapping: Sendable {
  public var id: String
  public var mapping: Mapping
}

/// People to make up, or to write down.
public struct People: Sendable {
  public struct Generated: Sendable {
    public var count: Int
    public var contact: [Attribute]
    public var account: [Attribute]
    /// By channel; the texts of the distribution are consent bases, so shares are possible:
    /// `sms: {explicit: 50%, none: 50%}`.
    public var consent: [Attribute]
  }
  public struct Written: Sendable {
    public var contact: [Attribute]
    public var account: [Attribute]
    /// By channel; the texts of the distribution are consent bases, so shares are possible:
    /// `sms: {explicit: 50%, none: 50%}`.
    public var consent: [Attribute]
    public var addresses: [(channel: String, address: String)]
  }
  public var generated: Generated?
  public var written: [Written]
}

/// A named fact and how its value is made.
public struct Attribute: Sendable {
  public var name: String
  public var value: Distribution
}

/// How a value is made: a constant, or drawn from the seed.
public enum Distribution: Sendable {
  /// The author's text, read by the fact's type; `nil` for known to be none.
  case constant(String?)
  case list([String])
  /// Shares add up to 1.
  case weighted([(value: String, share: Double)])
  case uniform(low: String, high: String)
  /// Mean and standard deviation in the fact's unit.
  case normal(mean: String, deviation: Double)
  /// Median, in the fact's unit, and sigma of the logarithm.
  case lognormal(median: String, sigma: Double)
}

/// Events that happen to people: once at an instant, or at drawn times.
public struct ScriptedEvent: Sendable {
  public enum Timing: Sendable {
    case at(Instant)
    /// That many each local day, at drawn times, on subjects drawn with replacement.
    case rate(perDay: Double, from: Instant?, until: Instant?)
  }
  /// Code of the event in the schema.
  public var event: Int
  public var timing: Timing
  public var contact: String?
  public var account: String?
  /// An existing deal by id, where `dealFacts` is empty.
  public var deal: String?
  /// Facts of the deal that the event brings along.
  public var dealFacts: [Attribute]
  public var attributes: [Attribute]
  public var place: SourcePlace
}

/// How simulated people answer. Chances are from 0 to 1.
public struct Behaviour: Sendable {
  public struct Reaction: Sendable {
    public var chance: Double
    public var after: Distribution
    /// `class` of replies, `kind` of bounces, and other attributes.
    public var attributes: [Attribute]
  }
  public var reply: Reaction?
  public var bounce: Reaction?
  public var optOut: Reaction?
  public var click: Reaction?
  public var meeting: Reaction?
  public var dealOpened: Reaction?
  public var approve: Reaction?
}

/// One change to the bundle for a run: a dotted path and the new value as the author wrote it.
public struct WhatIf: Sendable {
  public var path: String
  public var value: String
  public var place: SourcePlace
}

/// What must be true of the run.
public enum Expectation: Sendable {
  /// A condition over `sends` and `decisions`.
  case that(CompiledExpression)
  case contact(ContactExpectation)
}

/// What must, or must never, be decided for one person.
public struct ContactExpectation: Sendable {
  public var policy: String?
  public var contact: String?
  public var step: String?
  /// The verdict that must occur, or with `never` must not.
  public var verdict: Verdict
  public var never: Bool
  public var reason: String?
  public var after: Instant?
  public var before: Instant?
  public var place: SourcePlace
}
