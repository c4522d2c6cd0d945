// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A guard: a value that answers whether one step may be sent now; it never acts.
///
/// To add one: a new file in `BuiltIn/` with a type that conforms, and its case in `GuardKind`.
public protocol Guard: Sendable {
  /// What the guard says of the moment.
  func check(_ context: borrowing some GuardContext) -> GuardResult
}

/// Every kind of guard.
///
/// A closed list, so that chains are plain data and switches see new cases.
public enum GuardKind: Sendable {
  case killSwitch(KillSwitch)
  case mode(ModeGuard)
  case safeList(SafeList)
  case budget(Budget)
  case suppression(Suppression)
  case consent(Consent)
  case address(AddressGuard)
  case duty(Duty)
  case window(Window)
  case paused(Paused)
  case holdout(Holdout)
  case exclusive(Exclusive)
  case exit(ExitGuard)
  case audience(Audience)
  case requirement(Requirement)
  case late(Late)
  case limit(LimitGuard)
  case sender(SenderGuard)
  case session(SessionGuard)
  case template(TemplateGuard)
  case notDuplicate(NotDuplicate)
  case domainAuthenticated(DomainAuthenticated)
  case freshness(Freshness)
  case approval(ApprovalGuard)

  /// Asks the guard.
  ///
  /// Inlinable, as are guards that are asked of nearly everybody: the engine gets them made for its own
  /// context, without a table of witnesses between them.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch self {
    case .killSwitch(let g): g.check(context)
    case .mode(let g): g.check(context)
    case .safeList(let g): g.check(context)
    case .budget(let g): g.check(context)
    case .suppression(let g): g.check(context)
    case .consent(let g): g.check(context)
    case .address(let g): g.check(context)
    case .duty(let g): g.check(context)
    case .window(let g): g.check(context)
    case .paused(let g): g.check(context)
    case .holdout(let g): g.check(context)
    case .exclusive(let g): g.check(context)
    case .exit(let g): g.check(context)
    case .audience(let g): g.check(context)
    case .requirement(let g): g.check(context)
    case .late(let g): g.check(context)
    case .limit(let g): g.check(context)
    case .sender(let g): g.check(context)
    case .session(let g): g.check(context)
    case .template(let g): g.check(context)
    case .notDuplicate(let g): g.check(context)
    case .domainAuthenticated(let g): g.check(context)
    case .freshness(let g): g.check(context)
    case .approval(let g): g.check(context)
    }
  }

  /// The guard as one that needs no settings, if it does; what is asked of nearly everybody is kept
  /// so, because taking a guard out of its chain counts references.
  public var plain: PlainGuard? {
    switch self {
    case .killSwitch: .killSwitch
    case .mode: .mode
    case .safeList: .safeList
    case .suppression: .suppression
    case .address: .address
    case .paused: .paused
    case .exit: .exit
    case .late: .late
    case .sender: .sender
    case .template: .template
    case .budget, .consent, .duty, .window, .holdout, .exclusive, .audience, .requirement, .limit,
      .session, .notDuplicate, .domainAuthenticated, .freshness, .approval:
      nil
    }
  }

  /// The expression that a trace shows, if the guard is one.
  public var expression: CompiledExpression? {
    switch self {
    case .requirement(let g): g.condition
    case .audience(let g): g.when
    case .killSwitch, .mode, .safeList, .budget, .suppression, .consent, .address, .duty, .window,
      .paused, .holdout, .exclusive, .exit, .late, .limit, .sender, .session, .template,
      .notDuplicate, .domainAuthenticated, .freshness, .approval:
      nil
    }
  }
}

/// Guards that need no settings, as plain numbers.
public enum PlainGuard: UInt8, Hashable, Sendable {
  case killSwitch, mode, safeList, suppression, address, paused, exit, late, sender, template

  /// Asks the guard.
  @inlinable
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    switch self {
    case .killSwitch: KillSwitch().check(context)
    case .mode: ModeGuard().check(context)
    case .safeList: SafeList().check(context)
    case .suppression: Suppression().check(context)
    case .address: AddressGuard().check(context)
    case .paused: Paused().check(context)
    case .exit: ExitGuard().check(context)
    case .late: Late().check(context)
    case .sender: SenderGuard().check(context)
    case .template: TemplateGuard().check(context)
    }
  }
}
