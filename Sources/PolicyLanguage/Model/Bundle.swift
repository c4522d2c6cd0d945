// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL
public import Facts
public import MessageTemplates

/// All compiled policy files: what the decision engine, the simulator and the commands work from.
///
/// A bundle is plain data, safe to share between threads; everything in it was checked. Things are
/// referred to by their index in these lists; the lists are sorted by id, so that the order of
/// files never matters.
public struct Bundle: Sendable {
  /// SHA-256 over every file's path and bytes, in path order, as 64 hex digits.
  public var digest: String
  /// What holds for the whole bundle.
  public var settings: Settings
  /// The types of what is known about people, built-in and declared.
  public var schema: FactSchema
  /// Business hours and holidays; delays, channels and limits name them by index.
  public var calendars: [NamedCalendar]
  /// Ways to reach people, the team's internal ones among them.
  public var channels: [Channel]
  /// Senders by pool; a sender's own index counts over all of them.
  public var pools: [Pool]
  /// Caps and cooldowns; each binds every send that it covers, nothing names it.
  public var limits: [Limit]
  /// 0–100 models; the index is the slot of `scores.NAME`.
  public var scores: [Score]
  /// State machines of contacts, accounts and deals.
  public var machines: [PhaseMachine]
  /// Business scenarios, also those that are switched off.
  public var policies: [Policy]
  /// The texts that steps send.
  public var templates: TemplateSet
  /// What must be true in every world.
  public var invariants: [Invariant]
  /// Simulated worlds to run the bundle in.
  public var scenarios: [Scenario]
  /// Computes the definitions that texts write, by name.
  public var definitions: [String: Program]
  /// How rows of files become facts and events.
  public var mappings: [NamedMapping]

  /// The first six digits of the digest, as summaries print it.
  public var shortDigest: String { String(digest.prefix(6)) }
}

/// The texts of a bundle, found by (template, channel, language).
public struct TemplateSet: Sendable {
  /// All variants, sorted by template id, channel, language.
  public var variants: [MessageTemplate]
  /// Partials, by language.
  public var partials: [String: TemplatePartials]
}
