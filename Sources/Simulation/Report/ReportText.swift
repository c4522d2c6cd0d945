// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards
public import TextLayout

extension SimulationReport {
  /// The summary for a terminal, lines ending with a line feed; the last line is the sum.
  public func text(_ style: TerminalStyle) -> String {
    let sections: [[String]] = [
      ReportText.heading(self, style),
      ReportText.volumes(self, style),
      ReportText.funnels(self, style),
      ReportText.guards(self, style),
      ReportText.limits(self, style),
      ReportText.endings(self, style),
      ReportText.notes(self, style),
      ReportText.demands(expectations, "Expectations", style),
      ReportText.demands(invariants, "Invariants", style),
      closing(style),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  /// The closing line, on two lines where the terminal is too narrow for it.
  private func closing(_ style: TerminalStyle) -> [String] {
    guard let width = style.width, closingLine.count > width else { return [closingLine] }
    return [String(closingLine.dropLast(source.count + 1)), "  " + source]
  }

  private var source: String { "(seed \(run.seed), bundle \(run.bundle.prefix(6)))" }

  /// The run in one line: `812 decisions: 40 send, 611 wait, … (seed 7, bundle 3f9ac1)`.
  public var closingLine: String {
    let parts = Verdict.allCases.map { "\(Layout.number(verdicts[$0])) \($0.rawValue)" }
    let total = verdicts.total
    return "\(Layout.number(total)) \(total == 1 ? "decision" : "decisions"): "
      + parts.joined(separator: ", ") + " " + source
  }
}

/// The sections of a summary: each gives its lines, or none if there is nothing to say.
enum ReportText {
  /// Rows of a table before the rest is only counted.
  private static let rowLimit = 15

  static func heading(_ report: SimulationReport, _ style: TerminalStyle) -> [String] {
    let run = report.run
    let world = report.world
    let days = report.volumes.total.count
    let facts = [
      "\(Layout.number(days)) \(days == 1 ? "day" : "days") from "
        + "\(report.volumes.firstDay) to \(report.volumes.day(max(0, days - 1))), "
        + run.zone.identifier,
      counted(world.contacts, "contact"), counted(world.accounts, "account"),
      counted(world.deals, "deal"), counted(world.events, "event"),
    ]
    let title = run.title.map { style.paint($0, .bold) + "\n" } ?? ""
    return [title + style.paint(run.scenario, .dim)]
      + facts.joined(separator: " · ").wrapped(to: style.columns - 2).map { "  " + $0 }
  }

  static func volumes(_ report: SimulationReport, _ style: TerminalStyle) -> [String] {
    let volumes = report.volumes
    let total = volumes.total.reduce(0, +)
    guard total > 0 else { return [style.paint("Sends a day", .bold), "  nothing was sent"] }
    let (shown, breaks) = series(volumes)
    let nameWidth = min(26, shown.reduce(5) { max($0, $1.name.count) })
    let plotWidth = max(20, style.columns - 2 - nameWidth - 2 - 2 - 7 - 2 - 5)
    let size = Plots.daysPerColumn(days: volumes.total.count, columns: plotWidth)
    let heading =
      size == 1 ? "Sends a day" : "Sends a day (a column is the busiest of \(size) days)"
    var lines = [style.paint(heading, .bold)]

    let totals = Plots.peaks(volumes.total, groupsOf: size)
    let scale = max(1, min(3, plotWidth / max(1, totals.count)))
    let top = totals.max() ?? 0
    let height = 4
    for (row, plot) in Plots.columns(totals, top: top, height: height).enumerated() {
      let label = row == 0 ? Layout.number(top) : row == height - 1 ? "0" : ""
      lines.append(
        "  " + label.padded(to: nameWidth, alignedRight: true) + " ┤"
          + style.paint(Plots.stretched(plot, scale).rightTrimmed, .cyan))
    }
    lines.append(
      "".padded(to: nameWidth + 2) + " └"
        + String(repeating: "─", count: totals.count * scale))
    lines.append(
      "".padded(to: nameWidth + 4)
        + dateAxis(volumes, columns: totals.count * scale, days: size, scale: scale))

    let widest = max(totals.count * scale, 6)
    lines.append(
      style.paint(
        "".padded(to: nameWidth + widest + 6)
          + "sends".padded(to: 7, alignedRight: true)
          + "peak".padded(to: 7, alignedRight: true), .dim))
    let sum = shown.count > 1 ? [Volumes.Series(name: "total", perDay: volumes.total)] : []
    for (index, entry) in (sum + shown).enumerated() {
      if breaks.contains(index - sum.count) { lines.append("") }
      let peak = entry.perDay.max() ?? 0
      let plot = Plots.stretched(
        Plots.sparkline(Plots.peaks(entry.perDay, groupsOf: size), top: peak), scale)
      lines.append(
        "  " + entry.name.fitted(to: nameWidth).padded(to: nameWidth + 2)
          + style.paint(plot.padded(to: widest), .cyan)
          + Layout.number(entry.total).padded(to: 9, alignedRight: true)
          + Layout.number(peak).padded(to: 7, alignedRight: true))
    }
    return lines
  }

  /// The policies, channels and senders that have sent, and before which of them a line stays free;
  /// an only channel or sender says nothing that the policies don't.
  private static func series(_ volumes: Volumes) -> (shown: [Volumes.Series], breaks: Set<Int>) {
    var shown = volumes.policies.filter { $0.total > 0 }
    var breaks: Set<Int> = []
    for group in [volumes.channels, volumes.senders] {
      let active = group.filter { $0.total > 0 }
      guard active.count > 1 else { continue }
      breaks.insert(shown.count)
      shown += active
    }
    return (shown, breaks)
  }

  /// The first, the middle and the last date under a plot, as far as they fit.
  private static func dateAxis(_ volumes: Volumes, columns: Int, days: Int, scale: Int) -> String {
    let first = volumes.firstDay.description
    guard columns >= 24 else { return first }
    let last = volumes.day(volumes.total.count - 1).description
    let middle = volumes.day(
      min(volumes.total.count - 1, columns / 2 / scale * days)
    ).description
    guard columns >= 40 else {
      return first + String(repeating: " ", count: columns - 20) + last
    }
    let left = columns / 2 - 10
    return first + String(repeating: " ", count: left) + middle
      + String(repeating: " ", count: columns - 30 - left) + last
  }

  static func funnels(_ report: SimulationReport, _ style: TerminalStyle) -> [String] {
    let shown = report.funnels.filter { ($0.stages.first?.count ?? 0) > 0 }
    guard !shown.isEmpty else { return [] }
    var lines = [style.paint("Funnel", .bold)]
    let nameWidth = min(
      30, shown.reduce(0) { max($0, $1.stages.reduce(0) { max($0, $1.name.count) }) })
    let barWidth = min(50, max(10, style.columns - 4 - nameWidth - 2 - 7 - 2 - 4 - 2))
    for funnel in shown {
      lines.append("  " + funnel.policy)
      let whole = funnel.stages.first?.count ?? 0
      for stage in funnel.stages {
        let bar = Plots.bar(stage.count, of: whole, width: barWidth)
        lines.append(
          ("    " + stage.name.fitted(to: nameWidth).padded(to: nameWidth)
            + Layout.number(stage.count).padded(to: 9, alignedRight: true)
            + Layout.percent(stage.count, of: whole).padded(to: 6, alignedRight: true)).rightTrimmed
            + (bar.isEmpty ? "" : "  " + style.paint(bar, .cyan)))
      }
    }
    return lines
  }

  static func guards(_ report: SimulationReport, _ style: TerminalStyle) -> [String] {
    guard !report.guards.isEmpty else { return [] }
    let traced = report.guards.contains { $0.alone != nil }
    var table = TextTable(
      [
        ("guard", .left), ("verdict", .left), ("decisions", .right), ("enrolments", .right),
      ] + (traced ? [("alone", .right)] : []), indent: 2)
    for count in report.guards.prefix(rowLimit) {
      var row = [
        count.id, count.verdict.rawValue, Layout.number(count.decisions),
        Layout.number(count.enrolments),
      ]
      if traced { row.append(count.alone.map(Layout.number) ?? "") }
      table.add(row)
    }
    return [style.paint("What kept sends back", .bold)] + table.lines(style)
      + rest(report.guards.count, style)
  }

  static func limits(_ report: SimulationReport, _ style: TerminalStyle) -> [String] {
    guard !report.limits.isEmpty else { return [] }
    var table = TextTable(
      [
        ("limit", .left), ("allows", .left), ("peak", .right), ("kept back", .right),
        ("days", .right), ("first on", .left),
      ], indent: 2)
    for limit in report.limits.prefix(rowLimit) {
      let busiest = Layout.number(limit.usedPerDay.max() ?? 0)
      table.add([
        limit.id, limit.allowance,
        limit.allowedPerDay.map { "\(busiest) of \(Layout.number($0))" } ?? busiest,
        Layout.number(limit.blockedEnrolments), Layout.number(limit.bindingDays),
        limit.firstBinding?.description ?? "–",
      ])
    }
    return [style.paint("Caps and cooldowns", .bold)] + table.lines(style)
      + rest(report.limits.count, style)
  }

  static func endings(_ report: SimulationReport, _ style: TerminalStyle) -> [String] {
    guard !report.endings.isEmpty else { return [] }
    var table = TextTable(
      [("policy", .left), ("ended as", .left), ("enrolments", .right)], indent: 2)
    var last = ""
    for ending in report.endings {
      table.add([
        ending.policy == last ? "" : ending.policy, ending.name, Layout.number(ending.count),
      ])
      last = ending.policy
    }
    return [style.paint("Enrolments", .bold)] + table.lines(style)
  }

  static func notes(_ report: SimulationReport, _ style: TerminalStyle) -> [String] {
    var lines: [String] = []
    let approvals = report.approvals
    if approvals.asked > 0 {
      lines.append(
        "  approvals: \(Layout.number(approvals.asked)) asked, "
          + "\(Layout.number(approvals.granted)) granted, "
          + "\(Layout.number(approvals.refused)) refused, "
          + "\(Layout.number(approvals.unanswered)) unanswered")
    }
    for counter in report.counters where counter.isNotable && counter.count > 0 {
      lines.append(
        "  " + style.paint("\(counter.name): \(Layout.number(counter.count))", .yellow) + " "
          + counter.meaning)
    }
    let rejected = report.world.rejected
    let rejectedCount = report.world.rejectedCount
    if rejectedCount > 0 {
      lines.append(
        "  " + style.paint("rejected: \(Layout.number(rejectedCount))", .yellow)
          + (rejectedCount == 1 ? " row" : " rows") + " of the data could not be used")
      for row in rejected.prefix(3) {
        lines.append("    \(row.file):\(row.line): \(row.reason)")
      }
      if rejectedCount > 3 { lines.append("    and \(Layout.number(rejectedCount - 3)) more") }
    }
    return lines.isEmpty ? [] : [style.paint("To know", .bold)] + lines
  }

  /// What had to be true, and whether it was.
  static func demands(
    _ results: [ExpectationResult], _ title: String, _ style: TerminalStyle
  ) -> [String] {
    guard !results.isEmpty else { return [] }
    let held = results.count { $0.passed }
    var lines = [style.paint("\(title): \(held) of \(results.count) held", .bold)]
    let room = style.width.map { $0 - 9 } ?? Int.max
    for result in results {
      let word = result.passed ? style.paint("holds", .green) : style.paint("fails", .red)
      let name = result.name.map { "\($0): " } ?? ""
      lines.append("  \(word)  " + (name + result.text).fitted(to: room))
      if !result.passed {
        lines.append("         at \(result.place.file):\(result.place.line)")
        if let counterexample = result.counterexample {
          lines += counterexample.wrapped(to: style.columns - 9).map { "         " + $0 }
        }
      }
    }
    return lines
  }

  private static func rest(_ count: Int, _ style: TerminalStyle) -> [String] {
    count > rowLimit
      ? [style.paint("  and \(count - rowLimit) more, all with --format json", .dim)] : []
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(Layout.number(count)) \(noun)\(count == 1 ? "" : "s")"
  }
}
