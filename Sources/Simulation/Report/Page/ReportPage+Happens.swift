// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

// What would happen: figures, sends over time, when in the week, how far people come.
extension ReportPage {
  var happens: Markup {
    """
    <section id="happens" class="wide"><h2>What would happen</h2>
    \(figures)
    \(sendsByDay)
    \(smallMultiples)
    \(calendar)
    \(funnels)
    \(messageTable)
    </section>
    """
  }

  // MARK: - Figures

  private var figures: Markup {
    let busiest = report.volumes.total.enumerated().max {
      $0.element != $1.element ? $0.element < $1.element : $0.offset > $1.offset
    }
    let replies = record.outcomes.reduce(0) { $0 + $1.replied }
    let goals = report.funnels.reduce(0) { sum, funnel in
      sum + funnel.stages.reduce(0) { $0 + ($1.name.hasPrefix("goal ") ? $1.count : 0) }
    }
    var cards = [
      figure(
        "Messages", sent,
        busiest.map {
          sent == 0
            ? ""
            : "\(Layout.number($0.element)) on the busiest day, \(PageWords.day(days.date($0.offset)))"
        }
          ?? ""),
      figure(
        "People written to", record.written.count,
        "\(PageWords.percent(record.written.count, of: report.world.contacts)) of everybody"),
      figure("Replies", replies, "\(PageWords.percent(replies, of: sent)) of messages"),
    ]
    if report.funnels.contains(where: { $0.stages.contains { $0.name.hasPrefix("goal ") } }) {
      cards.append(figure("Goals reached", goals, "within the policies' time"))
    }
    let optOuts = record.outcomes.reduce(0) { $0 + $1.optedOut }
    cards.append(figure("Opt-outs", optOuts, "\(PageWords.percent(optOuts, of: sent)) of messages"))
    let bounces = record.outcomes.reduce(0) { $0 + $1.bounced }
    cards.append(figure("Bounces", bounces, "\(PageWords.percent(bounces, of: sent)) of messages"))
    return "<dl class=\"figures\">\(cards)</dl>"
  }

  private func figure(_ name: String, _ count: Int, _ note: String) -> Markup {
    "<div><dt>\(name)</dt><dd><strong>\(Layout.number(count))</strong> <span>\(note)</span></dd></div>"
  }

  // MARK: - Sends by day

  /// The busiest policies have a colour each, the rest one together.
  private var policySeries: [Charts.Series] {
    let active = report.volumes.policies.filter { $0.total > 0 }
      .sorted { $0.total != $1.total ? $0.total > $1.total : $0.name < $1.name }
    let shown = active.count <= 7 ? active : Array(active.prefix(6))
    var series = shown.enumerated().map {
      Charts.Series(name: $1.name, style: "s\($0 + 1)", values: $1.perDay)
    }
    let rest = active.dropFirst(shown.count)
    if !rest.isEmpty {
      let sums = (0..<days.count).map { day in rest.reduce(0) { $0 + $1.perDay[day] } }
      series.append(Charts.Series(name: "\(rest.count) others", style: "s0", values: sums))
    }
    return series
  }

  private var sendsByDay: Markup {
    guard sent > 0 else {
      return "<h3>Messages a day</h3><p class=\"empty\">Nothing would be sent.</p>"
    }
    let series = policySeries
    let legend = series.map { entry -> Markup in
      """
      <li><svg class="key" width="12" height="12" aria-hidden="true">\
      <rect class="\(entry.style)" width="12" height="12" rx="2"/></svg>\(entry.name) \
      <b>\(Layout.number(entry.values.reduce(0, +)))</b></li>
      """
    }
    let rows = (0..<days.count).map { day in
      [days.date(day).description, Layout.number(report.volumes.total[day])]
        + series.map { Layout.number($0.values[day]) }
    }
    return """
      <figure><figcaption><h3>Messages a day, by policy</h3></figcaption>
      <ul class="legend">\(legend)</ul>
      \(Charts.stackedDays(series, days: days, unit: "message", label: "Messages a day, by policy"))
      \(numbers("messages-by-policy", ["Day", "All"] + series.map(\.name), rows))
      </figure>
      """
  }

  private var smallMultiples: Markup {
    let groups: [(title: String, key: String, all: [Volumes.Series])] = [
      ("By channel", "messages-by-channel", report.volumes.channels),
      ("By sender", "messages-by-sender", report.volumes.senders),
    ]
    return groups.map { group -> Markup in
      let active = group.all.filter { $0.total > 0 }
      guard !active.isEmpty else { return .none }
      let top = active.reduce(0) { max($0, $1.perDay.max() ?? 0) }
      let charts = active.prefix(24).map { series -> Markup in
        """
        <figure class="small"><figcaption><b>\(series.name)</b> \
        <span>\(Layout.number(series.total)), at most \(Layout.number(series.perDay.max() ?? 0)) a day</span></figcaption>
        \(Charts.smallDays(series.perDay, days: days, top: top, style: "s1", unit: "message", label: "\(series.name): messages a day"))
        </figure>
        """
      }
      let rows = (0..<days.count).map { day in
        [days.date(day).description] + active.map { Layout.number($0.perDay[day]) }
      }
      let rest: Markup =
        active.count > 24
        ? "<p class=\"note\">\(active.count - 24) more are in the numbers.</p>" : .none
      let scale: Markup =
        active.count > 1
        ? " <small>one scale: 0 to \(Layout.number(top)) messages a day</small>" : .none
      return """
        <h3>\(group.title)\(scale)</h3>
        <div class="smalls">\(charts)</div>\(rest)
        \(numbers(group.key, ["Day"] + active.map(\.name), rows))
        """
    }.reduce(.none, +)
  }

  // MARK: - The calendar

  private var calendar: Markup {
    guard sent > 0 else { return .none }
    let monday = firstDay.startOfWeek
    let weeks = lastDay.days(since: monday) / 7 + 1
    let isLong = weeks > 18
    let cells = (0..<days.count).map { day -> HeatMap.Cell in
      let date = days.date(day)
      let count = report.volumes.total[day]
      return HeatMap.Cell(
        row: date.weekday.rawValue - 1, column: date.days(since: monday) / 7, count: count,
        title: "\(PageWords.fullDate(date)) · \(PageWords.counted(count, "message"))")
    }
    let every = weeks > 26 ? 8 : weeks > 8 ? 2 : 1
    let labels = stride(from: 0, to: weeks, by: every).map { week in
      (
        column: week, text: PageWords.day(monday.adding(days: week * 7)),
        isMinor: week / every % 2 == 1
      )
    }
    let byDay = HeatMap(
      rows: PageWords.weekdays, columns: weeks, cells: cells, labels: labels,
      label: "Messages by weekday and week", showsCounts: !isLong)
    let hours = record.hours
    let byHour = HeatMap(
      rows: PageWords.weekdays, columns: 24,
      cells: hours.indices.map { index in
        let (weekday, hour) = (index / 24, index % 24)
        return HeatMap.Cell(
          row: weekday, column: hour, count: hours[index],
          title:
            "\(PageWords.weekdays[weekday]) \(Layout.digits(hour, 2)):00–\(Layout.digits(hour + 1, 2)):00 · "
            + PageWords.counted(hours[index], "message"))
      },
      labels: stride(from: 0, to: 24, by: 3).map {
        (column: $0, text: Layout.digits($0, 2) + ":00", isMinor: $0 / 3 % 2 == 1)
      },
      label: "Messages by weekday and hour")
    return """
      <div class="pair\(isLong ? " stacked" : "")">
      <figure><figcaption><h3>Calendar <small>messages a day</small></h3></figcaption>\(byDay.markup)</figure>
      <figure><figcaption><h3>Hours <small>on the recipient’s clock</small></h3></figcaption>\(byHour.markup)
      \(numbers("messages-by-hour", ["Hour"] + PageWords.weekdays, (0..<24).map { hour in
        [Layout.digits(hour, 2) + ":00"] + (0..<7).map { Layout.number(hours[$0 * 24 + hour]) }
      }))</figure>
      </div>
      """
  }

  // MARK: - Funnels

  private var funnels: Markup {
    let shown = report.funnels.filter { ($0.stages.first?.count ?? 0) > 0 }
    guard !shown.isEmpty else { return .none }
    let charts = shown.map { funnel -> Markup in
      let whole = funnel.stages.first?.count ?? 0
      let rows = funnel.stages.map { stage -> Markup in
        """
        <tr><th scope="row">\(stage.name)</th>\
        <td class="bar">\(Charts.shares([(stage.count, "s1")], of: whole))</td>\
        <td>\(Layout.number(stage.count))</td><td>\(PageWords.percent(stage.count, of: whole))</td></tr>
        """
      }
      let endings = report.endings.filter { $0.policy == funnel.policy }.map {
        "\($0.name) \(Layout.number($0.count))"
      }
      return """
        <figure class="funnel"><figcaption><b>\(funnel.policy)</b></figcaption>
        <table>\(rows)</table>
        <p class="note">Ended as: \(endings.joined(separator: ", "))</p></figure>
        """
    }
    return """
      <h3>How far people come <small>enrolments that reached each stage</small></h3>
      <div class="funnels">\(charts)</div>
      """
  }

  /// Which messages are answered.
  private var messageTable: Markup {
    let shown = record.chains.chains.indices.filter { record.outcomes[$0].sent > 0 }
    guard !shown.isEmpty else { return .none }
    let rows = shown.map { index -> Markup in
      let (chain, outcome) = (record.chains.chains[index], record.outcomes[index])
      return """
        <tr><th scope="row">\(chain.name)<small>\(chain.template ?? "")</small></th>\
        <td class="text">\(chain.channel ?? "–")</td><td>\(Layout.number(outcome.sent))</td>\
        <td>\(Layout.number(outcome.replied))</td><td>\(PageWords.percent(outcome.replied, of: outcome.sent))</td>\
        <td>\(Layout.number(outcome.optedOut))</td><td>\(Layout.number(outcome.bounced))</td></tr>

        """
    }
    return """
      <h3>Messages and answers <small>an answer counts for the last message before it</small></h3>
      <div class="scroll"><table class="data" data-name="messages-and-answers"><thead><tr><th scope="col">Message</th>\
      <th scope="col" class="text">Channel</th><th scope="col">Sent</th><th scope="col">Replies</th>\
      <th scope="col">Rate</th><th scope="col">Opt-outs</th><th scope="col">Bounces</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      """
  }
}
