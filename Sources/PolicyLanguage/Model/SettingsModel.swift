// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Guards

/// What holds for the whole bundle: the document `parley: 1`.
public struct Settings: Sendable {
  /// How far everything may go; a policy may only be stricter.
  public var mode: Mode
  /// Addresses, and domains that begin with `@`, that mode `safe` may write to.
  public var safeList: [String]
  /// True if the author turned it on; `simulate` and `plan` read no environment and no file.
  public var killSwitch: Bool
  /// Who writes.
  public var identity: Identity
  /// The bundle's own zone: calendar days, rounds, local times in policies.
  public var zone: Zone
  /// The zone to assume for a person without one; waits if `nil`.
  public var fallbackZone: Zone?
  /// Fallback order of template languages.
  public var languages: [String]
  /// When sends are decided, in the bundle's zone.
  public var rounds: Cadence
  /// True if an inbound reply opens a round at once.
  public var repliesAtOnce: Bool
  /// What no round reached for longer than this is dropped as late.
  public var catchUp: Duration
  /// Priority classes, most urgent first; a priority is an index into them.
  public var priorities: [String]
  /// Library guards that no policy can leave out, by id.
  public var mandatory: [String]
  /// An approval rule that joins all others, if the settings have one.
  public var approval: ApprovalRule?
}

/// Who writes: every outreach e-mail must be able to say it.
public struct Identity: Sendable {
  /// The name of the person or company: `identity.name` in texts.
  public var name: String
  /// The postal address, as texts show it.
  public var postalAddress: String
  /// The web site, as texts show it.
  public var site: String
  /// The address of the unsubscribe page, with `{{token}}`.
  public var unsubscribe: String
}

/// A calendar by its id.
public struct NamedCalendar: Sendable {
  /// The author's name.
  public var id: String
  /// Its hours and closed days, with those that it inherits.
  public var calendar: BusinessCalendar
  /// Where it was written.
  public var place: SourcePlace
}
