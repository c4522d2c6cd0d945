// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

/// What asking a condition gives.
///
/// An error stands as `unknown`: CEL treats both alike in `&&` and
/// `||`, and a guard fails closed on both.
enum ReferenceTruth: Hashable, Sendable {
  case yes, no, unknown

  init(_ holds: Bool) { self = holds ? .yes : .no }

  static prefix func ! (a: Self) -> Self {
    switch a {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }

  static func && (a: Self, b: Self) -> Self {
    if a == .no || b == .no { return .no }
    return a == .yes && b == .yes ? .yes : .unknown
  }

  static func || (a: Self, b: Self) -> Self { !(!a && !b) }
}

/// A condition twice: as authors write it in CEL, and as a closure for the reference.
struct ReferenceCondition: Sendable {
  var cel: String
  /// Spans after something happened at which it may change, for the reference's ticks.
  var spans: [Int] = []
  /// Instants at which it may change.
  var instants: [Int] = []
  /// Where it makes sense.
  var scope = Scope.anywhere
  /// What it is made of, for the shrinker.
  var parts: [ReferenceCondition] = []
  var holds: @Sendable (ReferenceMoment) -> ReferenceTruth

  enum Scope: Sendable {
    case anywhere
    /// It reads what we sent.
    case sends
    /// It reads who else is written to: in guards.
    case others
    /// Nobody can foresee when it changes, so it is asked at rounds only: in guards.
    case polled
    /// It reads the enrolment.
    case enrolment
    /// It reads the policy's deal.
    case deal
    /// It reads the signal that enrolled.
    case signal
  }

  static prefix func ! (a: Self) -> Self { made("!(\(a.cel))", [a]) { !a.holds($0) } }

  static func && (a: Self, b: Self) -> Self {
    made("(\(a.cel)) && (\(b.cel))", [a, b]) { a.holds($0) && b.holds($0) }
  }

  static func || (a: Self, b: Self) -> Self {
    made("(\(a.cel)) || (\(b.cel))", [a, b]) { a.holds($0) || b.holds($0) }
  }

  /// The conditions that it is made of.
  var atoms: [ReferenceCondition] { parts.isEmpty ? [self] : parts.flatMap(\.atoms) }

  private static func made(
    _ cel: String, _ parts: [Self], holds: @escaping @Sendable (ReferenceMoment) -> ReferenceTruth
  ) -> Self {
    Self(
      cel: cel, spans: parts.flatMap(\.spans), instants: parts.flatMap(\.instants), parts: parts,
      holds: holds)
  }
}

/// Everything a condition may look at.
struct ReferenceMoment {
  let decider: ReferenceDecider
  let contact: Int
  var deal: Int?
  var event: ReferenceWorld.Event?
  var startedAt: Int?

  var world: ReferenceWorld { decider.world }
  var now: Int { decider.now }
  var person: ReferenceWorld.Contact { decider.world.contacts[contact] }
  var account: ReferenceWorld.Account { decider.world.accounts[person.account] }

  /// When the person had such an event last.
  func last(_ kind: ReferenceWorld.Kind) -> Int? {
    decider.happened.last { $0.kind == kind && $0.contact == contact }?.at
  }

  func count(_ kind: ReferenceWorld.Kind, since: Int) -> Int {
    decider.happened.filter { $0.kind == kind && $0.contact == contact && $0.at > since }.count
  }

  var lastSent: Int? { decider.sends.last { $0.enrolment.contact == contact }?.at }

  /// When a deal had such an event last.
  func last(_ kind: ReferenceWorld.Kind, deal: Int) -> Int? {
    decider.happened.last { $0.kind == kind && $0.deal == deal }?.at
  }

  /// When the account had a deal event or a message from one of its people last.
  var lastActivity: Int? {
    decider.happened.last { event in
      switch event.kind {
      case .opened, .won, .lost:
        event.deal.map { world.deals[$0].account } == person.account
      case .replied:
        event.contact.map { world.contacts[$0].account } == person.account
      case .optedOut, .bounced, .optedIn, .signal, .flagged, .granted, .refused: false
      }
    }?.at
  }

  var lastWon: Int? {
    decider.happened.last { event in
      event.kind == .won && event.deal.map { world.deals[$0].account } == person.account
    }?.at
  }

  var hasOpenDeal: Bool {
    world.deals.indices.contains {
      world.deals[$0].account == person.account && decider.stage(ofDeal: $0) == .open
    }
  }

  /// Other people of the account with an open enrolment that has sent.
  var othersActive: Int {
    world.contacts.indices.filter { other in
      other != contact && world.contacts[other].account == person.account
        && decider.enrolments.contains {
          $0.contact == other && $0.endedAt == nil && !$0.sentAt.isEmpty
        }
    }.count
  }
}

/// An optional value that errs when it is read absent.
private func compare(_ value: Int?, _ holds: (Int) -> Bool) -> ReferenceTruth {
  value.map { ReferenceTruth(holds($0)) } ?? .unknown
}

private let day = 86_400

extension ReferenceCondition {
  /// The conditions that worlds are made of.
  static func atoms(_ world: ReferenceWorld, _ generator: inout ReferenceGenerator) -> [Self] {
    let n = generator.number(2...9)
    let span = n * day
    // A fixed instant within the world, on a whole hour.
    let fixed = world.from + generator.number(1...24 * (world.to - world.from) / day) * 3_600
    return facts + times(n, span, fixed: fixed) + histories(n, span) + sends(n, span)
      + ofEnrolments(n, span)
  }

  private static let facts: [Self] = [
    Self(cel: "contact.tier >= 2") { moment in
      switch moment.person.tier {
      case .known(let tier): ReferenceTruth(tier >= 2)
      case .absent, .unknown: .unknown
      }
    },
    Self(cel: "has(contact.tier)") { moment in
      switch moment.person.tier {
      case .known: .yes
      case .absent: .no
      case .unknown: .unknown
      }
    },
    Self(cel: #"contact.role == "lead""#) { moment in
      moment.person.role.map { ReferenceTruth($0 == "lead") } ?? .unknown
    },
    Self(cel: #"contact.country in ["PT", "DE"]"#) { moment in
      moment.person.country.map { ReferenceTruth($0 != "US") } ?? .unknown
    },
    Self(cel: #"account.segment == "large""#) { moment in
      moment.account.segment.map { ReferenceTruth($0 == "large") } ?? .unknown
    },
    // Stale after seven days: unknown once it is older than that.
    Self(cel: "account.health >= 40", spans: [7 * day]) { moment in
      guard let health = moment.account.health,
        moment.account.healthAsOf.map({ moment.now - $0 <= 7 * day }) ?? true
      else { return .unknown }
      return ReferenceTruth(health >= 40)
    },
  ]

  private static func times(_ n: Int, _ span: Int, fixed: Int) -> [Self] {
    let text = Instant(seconds: Int64(fixed)).description
    return [
      Self(cel: "now >= contact.created_at + days(\(n))", spans: [span]) { moment in
        compare(moment.person.createdAt) { moment.now >= $0 + span }
      },
      Self(cel: "contact.created_at > now - days(\(n))", spans: [span]) { moment in
        compare(moment.person.createdAt) { $0 > moment.now - span }
      },
      Self(cel: "now - contact.created_at <= days(\(n))", spans: [span]) { moment in
        compare(moment.person.createdAt) { moment.now - $0 <= span }
      },
      Self(cel: #"now < timestamp("\#(text)")"#, instants: [fixed]) {
        ReferenceTruth($0.now < fixed)
      },
      Self(cel: #"now >= timestamp("\#(text)")"#, instants: [fixed]) {
        ReferenceTruth($0.now >= fixed)
      },
    ]
  }

  private static func histories(_ n: Int, _ span: Int) -> [Self] {
    [
      Self(cel: "contact.replied_ever") { ReferenceTruth($0.last(.replied) != nil) },
      Self(cel: "contact.last_reply_at < now - days(\(n))", spans: [span]) { moment in
        compare(moment.last(.replied)) { $0 < moment.now - span }
      },
      Self(
        cel: "has(contact.last_reply_at) && contact.last_reply_at <= now - days(\(n))",
        spans: [span]
      ) { moment in
        ReferenceTruth(moment.last(.replied).map { $0 <= moment.now - span } ?? false)
      },
      Self(cel: "contact.replied_since(now - days(\(n)))", spans: [span]) { moment in
        ReferenceTruth(moment.count(.replied, since: moment.now - span) > 0)
      },
      Self(cel: #"contact.had("signal.seen")"#) { ReferenceTruth($0.last(.signal) != nil) },
      Self(cel: #"contact.last("signal.seen") < now - days(\#(n))"#, spans: [span]) { moment in
        compare(moment.last(.signal)) { $0 < moment.now - span }
      },
      Self(
        cel: #"contact.count_since("signal.seen", now - days(\#(n))) >= 2"#, spans: [span],
        scope: .polled
      ) { moment in
        ReferenceTruth(moment.count(.signal, since: moment.now - span) >= 2)
      },
      Self(cel: "account.has_open_deal") { ReferenceTruth($0.hasOpenDeal) },
      Self(cel: "account.won_since(now - days(\(n)))", spans: [span]) { moment in
        ReferenceTruth(moment.lastWon.map { $0 > moment.now - span } ?? false)
      },
      Self(cel: "account.last_activity_at < now - days(\(n))", spans: [span]) { moment in
        compare(moment.lastActivity) { $0 < moment.now - span }
      },
    ]
  }

  private static func sends(_ n: Int, _ span: Int) -> [Self] {
    [
      Self(cel: "contact.sent_since(now - days(\(n)))", spans: [span], scope: .sends) { moment in
        ReferenceTruth(moment.lastSent.map { $0 > moment.now - span } ?? false)
      },
      Self(
        cel: "!has(contact.last_sent_at) || contact.last_sent_at <= now - days(\(n))",
        spans: [span], scope: .sends
      ) { moment in
        ReferenceTruth(moment.lastSent.map { $0 <= moment.now - span } ?? true)
      },
      Self(cel: "account.active_enrolments < 1", scope: .others) {
        ReferenceTruth($0.othersActive < 1)
      },
    ]
  }

  private static func ofEnrolments(_ n: Int, _ span: Int) -> [Self] {
    [
      Self(cel: "contact.replied_since(enrolment.started_at)", scope: .enrolment) { moment in
        compare(moment.startedAt) { moment.count(.replied, since: $0) > 0 }
      },
      Self(cel: "enrolment.started_at < now - days(1)", spans: [day], scope: .enrolment) { moment in
        compare(moment.startedAt) { $0 < moment.now - day }
      },
      Self(cel: #"deal.stage == "lost""#, scope: .deal) { moment in
        ReferenceTruth(moment.deal.flatMap { moment.decider.stage(ofDeal: $0) } == .lost)
      },
      Self(cel: "deal.amount >= 500", scope: .deal) { moment in
        compare(moment.deal.flatMap { moment.world.deals[$0].amount }) { $0 >= 500 }
      },
      Self(cel: "deal.lost_at < now - days(\(n))", spans: [span], scope: .deal) { moment in
        compare(moment.deal.flatMap { moment.last(.lost, deal: $0) }) { $0 < moment.now - span }
      },
      Self(cel: "account.won_since(deal.lost_at)", scope: .deal) { moment in
        compare(moment.deal.flatMap { moment.last(.lost, deal: $0) }) { lost in
          moment.lastWon.map { $0 > lost } ?? false
        }
      },
      Self(cel: "event.level >= 2", scope: .signal) { moment in
        compare(moment.event?.level) { $0 >= 2 }
      },
    ]
  }
}
