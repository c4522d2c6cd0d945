// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The kinds of things that documents declare and other documents name.
enum NameKind: String, CaseIterable {
  case account
  case calendar
  case channel
  case connection
  case define
  case event
  case exception
  case experiment
  case guards
  case health
  case invariant
  case limit
  case mapping
  case offer
  case partial
  case personalise
  case phases
  case policy
  case pool
  case reply
  case rules
  case scenario
  case score
  case source
  case template
  case test
  case warmup

  /// The word for one of them.
  var noun: String {
    switch self {
    case .define: "definition"
    case .guards: "guard"
    case .rules: "set of rules"
    case .phases: "phase machine"
    case .account, .calendar, .channel, .connection, .event, .exception, .experiment, .health,
      .invariant, .limit, .mapping, .offer, .partial, .personalise, .policy, .pool, .reply,
      .scenario, .score, .source, .template, .test, .warmup:
      rawValue
    }
  }

  /// The word for several.
  var plural: String {
    switch self {
    case .rules: "sets of rules"
    case .personalise: "`personalise` documents"
    case .health: "`health` documents"
    case .policy: "policies"
    case .reply: "replies"
    case .account, .calendar, .channel, .connection, .define, .event, .exception, .experiment,
      .guards, .invariant, .limit, .mapping, .offer, .partial, .phases, .pool, .scenario, .score,
      .source, .template, .test, .warmup:
      noun + "s"
    }
  }
}

/// All names that the bundle declares, where, and which of them something names.
struct Names {
  private var declared: [NameKind: [String: SourceSpan]] = [:]
  private var used: [NameKind: Set<String>] = [:]

  /// Declares a name; gives the earlier place if it was declared before.
  mutating func declare(_ name: String, _ kind: NameKind, at span: SourceSpan) -> SourceSpan? {
    if let earlier = declared[kind]?[name] { return earlier }
    declared[kind, default: [:]][name] = span
    return nil
  }

  mutating func use(_ name: String, _ kind: NameKind) {
    used[kind, default: []].insert(name)
  }

  func contains(_ name: String, _ kind: NameKind) -> Bool { declared[kind]?[name] != nil }

  func place(of name: String, _ kind: NameKind) -> SourceSpan? { declared[kind]?[name] }

  func all(_ kind: NameKind) -> [String] { (declared[kind] ?? [:]).keys.sorted() }

  /// Where the first of a kind is declared, in the order of places.
  func firstPlace(_ kind: NameKind) -> SourceSpan? { declared[kind]?.values.min() }

  /// The names of a kind that nothing names, in the order of places.
  func unused(_ kind: NameKind) -> [(name: String, span: SourceSpan)] {
    (declared[kind] ?? [:])
      .filter { !(used[kind]?.contains($0.key) ?? false) }
      .map { ($0.key, $0.value) }
      .sorted { $0.span < $1.span }
  }
}
