// Licensed under the Apache License, Version 2.0; see LICENSE.

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
  public var settings: Settings
  /// The types of what is known about people, built-in and declared.
  public var schema: FactSchema
  public var calendars: [NamedCalendar]
  public var channels: [Channel]
  public var pools: [Pool]
  public var limits: [Limit]
  public var scores: [Score]
  public var machines: [PhaseMachine]
  public var policies: [Policy]
  public var templates: TemplateSet
  public var scenarios: [Scenario]
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
