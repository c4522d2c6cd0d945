// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A person must agree before the step is sent.
public struct ApprovalGuard: Guard {
  /// When, by whom, and for how long an answer is awaited.
  public let rule: ApprovalRule

  /// Takes the rule.
  public init(_ rule: ApprovalRule) { self.rule = rule }

  /// Passes once granted; a refusal or an expired question never turns into a send.
  public func check(_ context: borrowing some GuardContext) -> GuardResult {
    if let when = rule.when {
      switch context.truth(of: when) {
      case .yes: break
      case .no: return .notApplicable
      case .unknown(let facts): return .unknown(facts)
      case .error(let text): return .error(text)
      }
    }
    return switch context.approval(rule) {
    case .granted: .pass()
    case .notAsked: .fail(detail: "nobody was asked yet")
    case .waiting(let expiresAt): .fail(opensAt: expiresAt, detail: "asked")
    case .refused: .fail(detail: "refused")
    case .expired: .fail(detail: "approval_expired")
    case .approverUnknown(let facts): .unknown(facts)
    }
  }
}
