// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards

extension Compilation {
  /// Reads what other documents need of the settings before facts are known: zone and words.
  func compileSettings() {
    guard let root = settingsRoot else { return }
    if let mode = root["mode"]?.text.flatMap(Mode.init(rawValue:)) { settings.mode = mode }
    settings.safeList = root["safe_list"]?.texts ?? []
    if let identity = root["identity"] {
      settings.identity = Identity(
        name: identity["name"]?.text ?? "", postalAddress: identity["postal_address"]?.text ?? "",
        site: identity["site"]?.text ?? "", unsubscribe: identity["unsubscribe"]?.text ?? "")
    }
    if let zone = zone(root["time_zone"]) { settings.zone = zone }
    if let unknown = root["zone_unknown"], unknown.text != "wait" {
      settings.fallbackZone = zone(unknown)
    }
    if let languages = root["languages"]?.texts, !languages.isEmpty {
      settings.languages = languages
    }
    if let rounds = root["rounds"] {
      if let cadence = cadence(rounds) { settings.rounds = cadence }
      settings.repliesAtOnce = rounds["at_once"]?.texts.contains("replies") ?? false
    }
    if let catchUp = root["catch_up"]?.duration { settings.catchUp = catchUp }
    if let priorities = root["priorities"]?.texts, !priorities.isEmpty {
      settings.priorities = priorities
    }
  }

  /// Reads what names other documents: mandatory guards and the approval that joins all others.
  func compileSettingsReferences() {
    guard let root = settingsRoot else { return }
    settings.mandatory = (root["mandatory"]?.items ?? []).compactMap { resolve($0, .guards) }
    for retention in root["funnel"]?.items ?? [] { _ = resolve(retention, .event) }
    settings.approval = approvalRule(
      root["approval"],
      in: ExpressionScope(
        variables: ExpressionScope.person.union([.enrolment, .step, .steps, .rung, .channel]),
        owner: "the settings"))
  }

  /// `{every: 15m}`, `{cron: "0 8 * * *"}`.
  func cadence(_ item: Item) -> Cadence? {
    if let every = item["every"], let interval = every.durationRange?.lowerBound {
      do throws(CadenceError) {
        return try Cadence(every: interval)
      } catch {
        report(Diagnostic(.wrongType, at: every.span, "\(error)"))
        return nil
      }
    }
    return item["cron"]?.typed.cron.map { Cadence(cron: $0) }
  }

  // MARK: - Calendars

  /// Reads calendars; one that inherits comes after its parent.
  func compileCalendars() {
    let all = documents("calendar")
    var made: [String: BusinessCalendar] = [:]
    var open: [String] = []
    func make(_ document: SourceDocument) -> BusinessCalendar? {
      if let known = made[document.id] { return known }
      if let start = open.firstIndex(of: document.id) {
        let cycle = (open[start...] + [document.id]).joined(separator: " → ")
        report(
          Diagnostic(
            .cycle, at: document.root["inherit"]?.span ?? document.idSpan,
            "calendar `\(document.id)` inherits itself", label: "a circle"
          )
          .note(cycle))
        return nil
      }
      guard open.count < 64 else {
        report(
          Diagnostic(
            .cycle, at: document.idSpan, "more than 64 calendars inherit from each other"))
        return nil
      }
      open.append(document.id)
      defer { open.removeLast() }
      var parent: BusinessCalendar?
      if let name = resolve(document.root["inherit"], .calendar),
        let above = self.document("calendar", name)
      {
        parent = make(above)
      }
      let calendar = calendar(document.root, inheriting: parent)
      made[document.id] = calendar
      return calendar
    }
    var seen: Set<String> = []
    for document in all where seen.insert(document.id).inserted {
      _ = zone(document.root["zone"])
      guard let calendar = make(document) else { continue }
      calendars.append(
        NamedCalendar(
          id: document.id, calendar: calendar, place: place(document.idSpan)))
    }
  }

  private func calendar(_ root: Item, inheriting parent: BusinessCalendar?) -> BusinessCalendar {
    var holidays: [CountryCode: [ClosedDays]] = [:]
    for (name, value) in root["holidays"]?.entries ?? [] {
      // How it is written was checked when it was read.
      guard NameForm.country.admits(name), let code = country(name, at: value.keySpan) else {
        continue
      }
      if name.contains("-") {
        report(
          Diagnostic(
            .notExecutedYet, at: value.keySpan,
            "holidays of a state aren't executed yet: `\(name)` counts for all of `\(code)`"))
      }
      holidays[code, default: []] += value.items.compactMap(\.typed.closedDays)
    }
    let windows = root["open"].map { $0.items.compactMap(\.typed.window) }
    return BusinessCalendar(
      open: windows, closed: (root["closed"]?.items ?? []).compactMap(\.typed.closedDays),
      holidays: holidays, inheriting: parent)
  }

  // MARK: - Approval

  /// How long an answer is awaited where nobody says.
  static let approvalExpiry = Duration.seconds(72 * 3_600)

  /// `always`, `supervised`, or a map of `when`, `by`, `expires`, `four_eyes`.
  func approvalRule(_ item: Item?, in scope: ExpressionScope) -> ApprovalRule? {
    guard let item else { return nil }
    guard item.isMap else {
      guard let word = item.text, word == "always" || word == "supervised" else { return nil }
      return ApprovalRule(
        when: nil, approver: nil, expires: Self.approvalExpiry, fourEyes: false)
    }
    return ApprovalRule(
      when: condition(item["when"], in: scope), approver: person(item["by"], in: scope),
      expires: item["expires"]?.duration ?? Self.approvalExpiry,
      fourEyes: item["four_eyes"]?.bool ?? false)
  }

  /// Who acts: an expression such as `account.owner`; a plain word is a person of the settings.
  func person(_ item: Item?, in scope: ExpressionScope) -> CompiledExpression? {
    guard let item, let text = item.text, !isPersonName(text) else { return nil }
    return expression(item, in: scope.tolerant, expecting: .text)
  }

  /// Whether a text is a plain word, not an expression: a person, a team.
  func isPersonName(_ text: String) -> Bool {
    NameForm.word.admits(text) && definitions.find(text) == nil
  }
}
