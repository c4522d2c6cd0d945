// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts
public import Guards

/// A simulated world: a span of time, people, events, behaviour, expectations.
public struct Scenario: Sendable {
  /// The author's name.
  public var id: String
  /// The author's words for people.
  public var title: String?
  /// When the world begins; earlier events make facts and decide nothing.
  public var from: Instant
  /// End excluded; a `to` that is a date includes its day.
  public var to: Instant
  /// What draws are made from, as written; `0` where nothing is.
  public var seed: String
  /// How it is decided; `live` if `nil`.
  public var mode: Mode?
  /// Whether the kill switch is on; off if `nil`.
  public var killSwitch: Bool?
  /// People that the scenario brings itself.
  public var people: People?
  /// People and events from files; none if `nil`.
  public var data: DataSource?
  /// What happens beside sends and answers, in the author's order.
  public var events: [ScriptedEvent]
  /// When senders can't send, in the author's order.
  public var outages: [Outage]
  /// How people answer what they are sent.
  public var behaviour: Behaviour
  /// Changes to the bundle for this run; may be empty.
  public var whatIf: [WhatIf]
  /// What must be true of the run, in the author's order.
  public var expectations: [Expectation]
  /// Where it was written.
  public var place: SourcePlace
}

/// Rows of files that a mapping turns into people and events.
public struct DataSource: Sendable {
  /// The mapping's id.
  public var mapping: String
  /// Relative to the scenario's file.
  public var folder: String
}

/// A mapping by its id.
public struct NamedMapping: Sendable {
  /// The author's name.
  public var id: String
  /// How its rows are read.
  public var mapping: Mapping
}

/// People to make up, or to write down.
public struct People: Sendable {
  /// People to make up, each with an account of its own.
  public struct Generated: Sendable {
    /// How many; their ids are `c-0001`, `c-0002`, ….
    public var count: Int
    /// Facts of each contact.
    public var contact: [Attribute]
    /// Facts of each contact's account.
    public var account: [Attribute]
    /// The basis by channel, or shares of bases: `sms: {explicit: 50%, none: 50%}`.
    public var consent: [Attribute]
  }
  /// One person that the author wrote down.
  public struct Written: Sendable {
    /// Facts of the contact.
    public var contact: [Attribute]
    /// Facts of the contact's account; people whose accounts have one id share it.
    public var account: [Attribute]
    /// The basis by channel, or shares of bases, as for people made up.
    public var consent: [Attribute]
    /// Addresses by channel id; if there are none, one is made up on every channel.
    public var addresses: [(channel: String, address: String)]
  }
  /// People to make up, if the author wants some.
  public var generated: Generated?
  /// People as written down, in the author's order; may be empty.
  public var written: [Written]
}

/// A named fact and how its value is made.
public struct Attribute: Sendable {
  /// The fact's or attribute's name, or a channel's id for consent.
  public var name: String
  /// How each value is made.
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
  case normal(mean: String, deviation: Spread)
  /// Median and sigma of the logarithm; of dates the median is a `DatedSpan`.
  case lognormal(median: String, sigma: Double)
  /// Another way for each value of another fact of the same person or account; without
  /// `otherwise` a value that no case names is known to be none.
  indirect case conditional(
    by: FactPath, cases: [(value: String, made: Distribution)], otherwise: Distribution?)
  /// A normal or lognormal draw whose normal part has this correlation with that of another
  /// fact's draw.
  indirect case following(Distribution, FactPath, correlation: Double)
}

extension Distribution {
  /// Facts that must be made before.
  public var needs: [FactPath] {
    switch self {
    case .constant, .list, .weighted, .uniform, .normal, .lognormal: []
    case .conditional(let path, let cases, let otherwise):
      [path] + cases.flatMap(\.made.needs) + (otherwise?.needs ?? [])
    case .following(let made, let path, _): [path] + made.needs
    }
  }
}

/// Events that happen to people: once at an instant, or at drawn times.
public struct ScriptedEvent: Sendable {
  /// When it happens.
  public enum Timing: Sendable {
    case at(Instant)
    /// That many each local day, at drawn times, on subjects drawn with replacement.
    case rate(perDay: Double, from: Instant?, until: Instant?)
  }
  /// What a fact changes to.
  public enum ChangedValue: Sendable {
    case made(Distribution)
    /// What the event's attribute of that name says.
    case attribute(String)
  }
  /// Code of the event in the schema.
  public var event: Int
  /// When it happens.
  public var timing: Timing
  /// The id of the contact that it happens to.
  public var contact: String?
  /// The id of the account that it happens to.
  public var account: String?
  /// An existing deal by id, where `dealFacts` is empty.
  public var deal: String?
  /// Facts of the deal that the event brings along.
  public var dealFacts: [Attribute]
  /// The event's own attributes; one left out is absent.
  public var attributes: [Attribute]
  /// Whoever is drawn has one of these values of each fact, as it is at the beginning.
  public var among: [(path: FactPath, values: [String])]
  /// Attributes that are what a fact of the contact, its account or the deal was until then.
  public var copies: [(attribute: String, path: FactPath)]
  /// Facts of the contact, its account or the deal that change with the event: to a value of their
  /// own, or to that of an attribute.
  public var changes: [(path: FactPath, value: ChangedValue)]
  /// Where it was written.
  public var place: SourcePlace
}

/// A time in which a sender can't send, or all senders of a channel.
public struct Outage: Sendable {
  /// The ids of the senders.
  public var senders: [String]
  /// Since when.
  public var from: Instant
  /// Until when, end excluded.
  public var until: Instant
  /// The author's word for it.
  public var because: String
  /// Where it was written.
  public var place: SourcePlace
}

/// How simulated people answer.
///
/// Where a reaction is `nil`, it never happens.
public struct Behaviour: Sendable {
  /// One way to react, drawn anew after each message.
  public struct Reaction: Sendable {
    /// How likely it is, 0 to 1.
    public var chance: Double
    /// A duration: how long after the message, or after the question.
    public var after: Distribution
    /// `class` of replies, `kind` of bounces, and other attributes.
    public var attributes: [Attribute]
    /// Messages for which it differs; all that fit apply, in order.
    public var circumstances: [Circumstance]
  }

  /// Messages of some kind, and what differs for them.
  public struct Circumstance: Sendable {
    /// Channels by id; any if empty.
    public var channels: [String]
    /// Templates by id; any if empty.
    public var templates: [String]
    /// Hours of the person's day, both included; any if `nil`.
    public var hours: ClosedRange<Int>?
    /// From this message to the person on, 1 for the first.
    public var fromMessage: Int
    /// Takes the place of the chance.
    public var chance: Double?
    /// Multiplies the chance.
    public var factor: Double
    /// Takes the place of the delay.
    public var after: Distribution?
  }
  /// The person replies.
  public var reply: Reaction?
  /// The message bounces.
  public var bounce: Reaction?
  /// The person opts out.
  public var optOut: Reaction?
  /// The person follows a link.
  public var click: Reaction?
  /// The person books a meeting.
  public var meeting: Reaction?
  /// A deal is opened with the person.
  public var dealOpened: Reaction?
  /// An approver agrees by that chance, else refuses; without it nobody answers.
  public var approve: Reaction?
}

/// One change to the bundle for a run: a dotted path and the new value as the author wrote it.
public struct WhatIf: Sendable {
  /// Kind, id and keys with dots between them, such as `limit.daily.count`.
  public var path: String
  /// The new value as the author wrote it.
  public var value: String
  /// Where it was written.
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
  /// Decisions of this policy; of any if `nil`.
  public var policy: String?
  /// Decisions about this person; about anybody if `nil`.
  public var contact: String?
  /// Decisions about this step; about any if `nil`.
  public var step: String?
  /// The verdict that must occur, or with `never` must not.
  public var verdict: Verdict
  /// True if the verdict must not occur.
  public var never: Bool
  /// Decisions with this reason; with any if `nil`.
  public var reason: String?
  /// Decisions from this instant on; from the beginning if `nil`.
  public var after: Instant?
  /// Decisions before this instant; up to the end if `nil`.
  public var before: Instant?
  /// Where it was written.
  public var place: SourcePlace
}
