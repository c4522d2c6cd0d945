// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// What one guard answers.
public enum GuardResult: Hashable, Sendable {
  /// It holds; `until` is the instant at which time alone may change that.
  case pass(until: Instant? = nil)
  /// It doesn't hold; `opensAt` is the earliest instant at which time alone could change that.
  case fail(opensAt: Instant? = nil, detail: String? = nil)
  /// It needs facts that aren't known: it does not pass, and names them.
  case unknown([String])
  /// It can't be computed: it does not pass.
  case error(String)
  /// Its `applies` is false, or there is nothing for it to look at.
  case notApplicable

  /// True if the guard doesn't stand in the way.
  public var lets: Bool {
    switch self {
    case .pass, .notApplicable: true
    case .fail, .unknown, .error: false
    }
  }

  /// The instant at which time alone may change the answer.
  public var flipsAt: Instant? {
    switch self {
    case .pass(let until): until
    case .fail(let opensAt, _): opensAt
    case .unknown, .error, .notApplicable: nil
    }
  }
}

/// The word for a guard's answer in decision lines (language.md, section 9).
public enum GuardStatus: String, Hashable, Sendable, CaseIterable {
  case pass
  case fail
  case unknown
  case error
  case notApplicable = "not_applicable"
  case notReached = "not_reached"
  case observed
}

/// The eight stages of a guard chain, in their order (DESIGN.md, section 4).
public enum Stage: String, Hashable, Sendable, CaseIterable, Comparable {
  case system
  case person
  case policy
  case step
  case limits
  case sender
  case content
  case approval

  private var rank: Int {
    switch self {
    case .system: 0
    case .person: 1
    case .policy: 2
    case .step: 3
    case .limits: 4
    case .sender: 5
    case .content: 6
    case .approval: 7
    }
  }

  /// Orders stages as chains do.
  public static func < (a: Stage, b: Stage) -> Bool { a.rank < b.rank }
}

/// What the failure of a guard means for the step.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
  /// Ask again later.
  case wait
  /// Drop the step and go on to the next.
  case skip
  /// End the enrolment.
  case stop
  /// A person must approve.
  case hold
}

/// How strictly a guard is enforced; set where it is used, not inside it.
public enum EnforcementLevel: String, Hashable, Sendable, CaseIterable {
  /// Nothing passes it.
  case hard
  /// A dated exception or a signed override may pass it.
  case soft
  /// Recorded only.
  case observe
}

/// What happens to one step now.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  case send
  case wait
  case hold
  case skip
  case stop
}
