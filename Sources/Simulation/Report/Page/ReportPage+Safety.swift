// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards

// Is it safe: what the scenario expects, what must always hold, and how full the caps are.
extension ReportPage {
  var safety: Markup {
    """
    <section id="safe" class="wide"><h2>Is it safe</h2>
    \(expectations)
    \(invariants)
    \(limits)
    </section>
    """
  }

  private var expectations: Markup {
    guard !report.expectations.isEmpty else {
      return """
        <h3>Expectations</h3><p class="empty">The scenario states none. Add <code>expect</code> to it \
        and every run is checked.</p>
        """
    }
    return demands(report.expectations, "Expectations")
  }

  private var invariants: Markup {
    report.invariants.isEmpty ? .none : demands(report.invariants, "Invariants")
  }

  private func demands(_ results: [ExpectationResult], _ title: String) -> Markup {
    let failedFirst = results.filter { !$0.passed } + results.filter(\.passed)
    let items = failedFirst.map { result -> Markup in
      let because: Markup =
        result.counterexample.map { "<p class=\"counter\">\($0)</p>" } ?? .none
      let word: Markup =
        result.passed
        ? "<span class=\"verdict holds\">holds</span>"
        : "<span class=\"verdict fails\">fails</span>"
      let name: Markup = result.name.map { "<b>\($0)</b> " } ?? .none
      return """
        <li>\(word)<div>\(name)<code>\(result.text)</code>\(because)</div>\
        <span class="place">\(result.place.file):\(result.place.line)</span></li>

        """
    }
    let held = results.count { $0.passed }
    return """
      <h3>\(title) <small>\(held) of \(results.count) hold</small></h3>
      <ul class="expectations">\(items)</ul>
      """
  }

  // MARK: - Caps and cooldowns

  private var limits: Markup {
    guard !report.limits.isEmpty else { return .none }
    // Those that bind come first: the longer, the earlier.
    let order = report.limits.indices.sorted {
      let (a, b) = (report.limits[$0].bindingDays, report.limits[$1].bindingDays)
      return a != b ? a > b : $0 < $1
    }
    let charts = order.map { limit(report.limits[$0], record.limitDays[$0]) }
    return """
      <h3>Caps and cooldowns <small>how full each is on its fullest day, and where it binds</small></h3>
      <div class="smalls limits">\(charts)</div>
      <p class="note"><svg class="key" width="12" height="12" aria-hidden="true">\
      <rect class="bound" width="12" height="12" rx="2"/></svg> a day on which it kept something back. \
      A cap’s bar is the fullest it was for any one person, company or sender that day; a cooldown’s \
      bar is how many decisions it kept back.</p>
      """
  }

  private func limit(_ use: LimitUse, _ perDay: [RunRecord.LimitDay]) -> Markup {
    let isCap = use.allowed != nil || perDay.contains { $0.fullness > 0 }
    let blocked = perDay.map(\.blocked)
    let values = isCap ? perDay.map(\.fullness) : blocked
    let top = isCap ? 1000 : max(1, blocked.max() ?? 0)
    let chart = Charts.smallDays(
      values, days: days, top: top, style: "s1", unit: "decision",
      label: "\(use.id): \(isCap ? "use" : "decisions kept back") by day",
      marked: { blocked[$0] > 0 },
      words: { day in
        let count = Layout.number(blocked[day])
        let back = blocked[day] > 0 ? ", kept back \(count)" : ""
        return isCap ? "\(values[day] / 10)% full\(back)" : "kept back \(count)"
      })
    let binding =
      use.firstBinding.map {
        "first binds on \(PageWords.date($0)), on \(PageWords.counted(use.bindingDays, "day")) in all"
      } ?? "never binds"
    let back =
      use.blockedEnrolments == 0
      ? "" : " · \(PageWords.counted(use.blockedEnrolments, "enrolment")) kept back"
    let fullest = isCap ? " · \((perDay.map(\.fullness).max() ?? 0) / 10)% at its fullest" : ""
    return """
      <figure class="small"><figcaption><b>\(use.id)</b> <span>\(use.allowance)</span></figcaption>
      \(chart)
      <p class="note">\(binding)\(fullest)\(back)</p>
      \(numbers("limit-\(use.id)", ["Day", "Sends", "Kept back"] + (isCap ? ["Fullest, %"] : []),
        (0..<days.count).map { day in
          [days.date(day).description, Layout.number(use.usedPerDay[day]), Layout.number(blocked[day])]
            + (isCap ? [String(perDay[day].fullness / 10)] : [])
        }))
      </figure>
      """
  }
}
