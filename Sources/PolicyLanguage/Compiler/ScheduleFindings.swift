// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards

// What prevents a message for certain.
extension ScheduleChecker {
  /// The error about a message that is never sent, whatever happens.
  func neverSent(_ message: Message, _ proof: ScheduleTimeline, due: Duration) -> Diagnostic? {
    if let finding = dropped(message, proof) { return finding }
    if let finding = expired(message, proof) { return finding }
    let earliest = opening(message, proof, from: due).at
    return pastExit(message, at: earliest, .neverSent) ?? pastUntil(message, at: earliest)
  }

  /// A limit that skips or stops, and is closed still at the latest time at which it is asked.
  private func dropped(_ message: Message, _ proof: ScheduleTimeline) -> Diagnostic? {
    for (position, link) in message.chain.links.enumerated() {
      guard case .limit(let guarded) = link.kind, link.level == .hard,
        link.outcome == .skip || link.outcome == .stop,
        let closed = proof.closed(guarded.limit, for: message.channel, of: policy),
        let since = closed.since.longestSince, let after = message.after.most,
        let held = waits.longest(message.chain.links.prefix(position), hasSent: true),
        closed.width > since + after + held + rounds.longest
      else { continue }
      return Diagnostic(.neverSent, at: span(message.index), title(message))
        .note(dropping(closed, link.outcome, due: since + after))
        .help("send it later, or let the limit `wait`")
    }
    return nil
  }

  func dropping(_ closed: ScheduleTimeline.Closed, _ outcome: Outcome, due: Duration) -> String {
    let until =
      closed.width < .seconds(100 * 366 * 86_400)
      ? "lets nothing through for \(closed.width.text) after it" : "lets nothing more through"
    return "it is due \(due.text) after the message that counts; \(name(closed.limit)) "
      + "\(until) and says \(outcome.rawValue)"
  }

  /// A limit that waits, or hours, that hold it back for longer than it lasts.
  private func expired(_ message: Message, _ proof: ScheduleTimeline) -> Diagnostic? {
    guard let expires = message.step.expires.map(\.most) ?? nil, message.step.expires != nil
    else { return nil }
    for link in message.chain.links {
      guard case .limit(let guarded) = link.kind, link.level == .hard,
        link.outcome == .wait || link.outcome == .hold,
        let closed = proof.closed(guarded.limit, for: message.channel, of: policy),
        let since = closed.since.longestSince, let after = message.after.most,
        closed.width >= since + after + expires
      else { continue }
      return expiring(
        message, name(closed.limit), for: closed.width - since - after, .neverSent)
    }
    guard message.before != nil, proof.sent.last?.longestSince == .zero else { return nil }
    let least = [-60, 0, 60].compactMap { lateness(message, proof, shift: $0)?.least }.min()
    guard let least, .seconds(least * 60) >= expires else { return nil }
    return expiring(message, "its hours", for: .seconds(least * 60), .neverSent)
  }

  func expiring(
    _ message: Message, _ what: String, for held: Duration, _ code: DiagnosticCode
  ) -> Diagnostic {
    Diagnostic(code, at: span(message.index), title(message, code))
      .note(
        "\(what) \(what.hasPrefix("its") ? "hold" : "holds") it back for \(held.text), and it "
          + "expires after \(message.step.expires?.text ?? "")"
      )
      .help("let it expire later, or give it an `after` that leads to a better time")
  }

  func pastExit(_ message: Message, at time: Duration, _ code: DiagnosticCode) -> Diagnostic? {
    for (exit, item) in zip(policy.exits, exitItems) {
      // On the same instant the exit acts first.
      guard exit.events.isEmpty, exit.when == nil, let after = exit.after.map(\.most) ?? nil,
        item["after"] != nil, time >= after
      else { continue }
      return Diagnostic(code, at: span(message.index), title(message, code))
        .note(
          "it is due \(time.text) after the start; exit `\(exit.name)` (line \(exit.place.line)) ends the "
            + "enrolment \(after.text) after it"
        )
        .help("send it earlier, or raise `\(exit.name)` above \(time.text)")
    }
    return nil
  }

  private func pastUntil(_ message: Message, at time: Duration) -> Diagnostic? {
    guard !message.isLater, let until = policy.enrol.until?.most,
      let item = root["enrol"]?["until"]
    else { return nil }
    let time = policy.enrol.after.least + time
    guard time >= until else { return nil }
    return Diagnostic(.neverSent, at: span(message.index), title(message))
      .note(
        "it is due \(time.text) after the event; `until` ends the wait for the "
          + "first message at \(until.text)", at: item.span
      )
      .help("raise `until`, or start earlier")
  }

  func title(_ message: Message, _ code: DiagnosticCode = .neverSent) -> String {
    code == .neverSent
      ? "step `\(message.step.id)` can never be sent"
      : "step `\(message.step.id)` isn't sent where everything before it goes out on time"
  }

  func name(_ limit: LimitRule) -> String {
    "limit `\(limit.id)` (\(limit.place.file):\(limit.place.line))"
  }
}

// What usually holds a message back.
extension ScheduleChecker {
  /// What becomes of a message where all before it went out as early as they may.
  struct Hope {
    var at: Duration
    var isSent = true
    var finding: Diagnostic?
  }

  func hope(_ message: Message, _ usual: ScheduleTimeline) -> Hope {
    let due = usual.last + message.after.usuallyLeast
    let latest = usual.last + message.after.usuallyMost
    for link in message.chain.links {
      guard case .limit(let guarded) = link.kind, link.level != .observe,
        link.outcome == .skip || link.outcome == .stop,
        let closed = usual.closed(guarded.limit, for: message.channel, of: policy),
        closed.width > rounds.round(atOrAfter: latest - closed.since.at)
      else { continue }
      let finding = Diagnostic(.rarelySent, at: span(message.index), title(message, .rarelySent))
        .note(dropping(closed, link.outcome, due: latest - closed.since.at))
        .help("send it later, or let the limit `wait`")
      return Hope(at: latest, isSent: false, finding: finding)
    }
    var (at, binding) = opening(message, usual, from: due)
    // What the next round comes too late for anyway isn't held back.
    if let since = binding?.since.at,
      rounds.round(atOrAfter: at - since) <= rounds.round(atOrAfter: due - since)
    {
      (at, binding) = (due, nil)
    }
    let late = lateness(message, usual)
    let least = max(at - due, .seconds((late?.least ?? 0) * 60))
    if let expires = message.step.expires?.usuallyMost, least >= expires, least > .zero {
      let what = binding.map { name($0.limit) } ?? "its hours"
      return Hope(at: at, isSent: false, finding: expiring(message, what, for: least, .rarelySent))
    }
    if let finding = pastExit(message, at: at, .rarelySent) {
      return Hope(at: at, isSent: false, finding: finding)
    }
    return Hope(at: due + least, finding: tooLate(message, due, at, binding, late))
  }

  private func tooLate(
    _ message: Message, _ due: Duration, _ at: Duration, _ binding: ScheduleTimeline.Closed?,
    _ late: Lateness?
  ) -> Diagnostic? {
    let byHours = Duration.seconds((late?.least ?? 0) * 60)
    var (words, note, help) = ("", "", "say so in `after`")
    if let late, byHours > at - due {
      words = (late.least == late.most ? "" : "at least ") + Self.words(byHours)
      let why =
        binding.map { "\(name($0.limit)) and its hours" } ?? periodCap(message)
        .map { "\(name($0)) and its hours" } ?? "its hours"
      note =
        "it is due \(due.text) after the start; \(why) let it through no sooner than "
        + "\((due + byHours).text)"
    } else if let binding {
      words = Self.words(at - due)
      note =
        "it is due \(due.text) after the start; \(name(binding.limit)) lets it through "
        + "\(at.text) after it"
      help += ", or let the limit measure `between: starts`"
    } else if let late, late.byPeriod > 0, let limit = periodCap(message) {
      words = "up to " + Self.words(.seconds(late.byPeriod * 60))
      note = "\(name(limit)) lets one of both through in a period of its calendar"
      help = "give it an `after` that leads into the next period"
    } else {
      return nil
    }
    return Diagnostic(
      .sentLate, at: span(message.index),
      "step `\(message.step.id)` goes out \(words) later than it says"
    ).note(note).help(help)
  }

  /// `9 days`, or a duration as policies write it.
  private static func words(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    guard seconds % 86_400 == 0, duration.components.attoseconds == 0 else { return duration.text }
    let days = seconds / 86_400
    return days == 1 ? "1 day" : "\(days) days"
  }
}

// Hours and periods of a calendar.
extension ScheduleChecker {
  /// The cap of one in a calendar day, week or month that a message shares with the one before.
  func periodCap(_ message: Message) -> LimitRule? {
    for link in message.chain.links {
      guard case .limit(let guarded) = link.kind, link.level != .observe, link.outcome == .wait,
        case .cap(.count(1), .calendar) = guarded.limit.rule, guarded.limit.measures == .sends,
        message.before?.links.contains(where: { $0.id == link.id && $0.stage == .limits }) == true
      else { continue }
      switch guarded.limit.scope {
      case .global, .tag, .policy, .account, .contact: return guarded.limit
      case .channel, .sender, .fact: continue
      }
    }
    return nil
  }

  /// How late a message is by its hours, gaps and calendar caps, if it follows another directly.
  func lateness(_ message: Message, _ timeline: ScheduleTimeline, shift: Int = 0) -> Lateness? {
    guard let before = message.before, let after = message.after.exactMinutes,
      after < 1 << 20
    else { return nil }
    let cap = shift == 0 && !timeline.isProof ? periodCap(message) : nil
    var period: (unit: LocalPeriod, zone: LocalChoice)?
    if let cap, case .cap(_, .calendar(let unit, let zone)) = cap.rule,
      let zone = LocalChoice(zone, bundle: compilation.settings.zone)
    {
      period = (unit, zone)
    }
    if period?.unit == .month {
      // No week shows months: at the most, the one before goes out on a month's first day.
      let most = max(0, 31 * 1_440 - after)
      return most > 0 ? Lateness(least: 0, most: most, byPeriod: most) : nil
    }
    guard let zone = hours(message.chain).first?.zone ?? period?.zone else { return nil }
    var gap = 0
    if case (_, let closed?) = opening(message, timeline, from: timeline.last + message.after.least),
      closed.since.at == timeline.last
    {
      gap = Int(closed.width.components.seconds / 60)
    }
    return Lateness(
      before: week(before, in: zone), own: week(message.chain, in: zone), after: after, gap: gap,
      period: period?.zone == zone ? period?.unit : nil, shift: shift)
  }

  /// The windows of a chain that make a message wait, by whose clock they go.
  private func hours(_ chain: GuardChain) -> [(zone: LocalChoice, calendar: BusinessCalendar)] {
    chain.links.compactMap { link in
      guard case .window(let window) = link.kind, link.level != .observe, link.applies == nil,
        link.outcome == .wait
      else { return nil }
      return (LocalChoice(window.zone), window.calendar)
    }
  }

  private func week(_ chain: GuardChain, in zone: LocalChoice) -> WeekHours {
    var week = WeekHours()
    for (own, calendar) in hours(chain) where own == zone {
      for windows in compilation.weeklyWindows(of: calendar)?.layers ?? [] {
        week.intersect(windows)
      }
    }
    return week
  }
}
