// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// A run as one self-contained page for people: no network, no library, nothing outside the file.
///
/// Its order answers: what would happen, is it safe, why, what needs somebody. The same run gives
/// the same bytes.
struct ReportPage {
  let report: SimulationReport
  let record: RunRecord
  let taxes: [GuardTax]
  let held: [MessageTally.Held]
  let days: Days
  /// Up to so many decisions carry what every guard looked at.
  var fullLimit = PackedDecisions.fullLimit

  /// - Parameter isOpen: Whether an enrolment still is at a step and rung when the run ends.
  init(_ report: SimulationReport, record: RunRecord, isOpen: (Int, Int, Int) -> Bool) {
    self.report = report
    self.record = record
    taxes = record.messages.taxes(isOpen: isOpen)
    held = record.messages.held(isOpen: isOpen)
    days = Days(first: report.volumes.firstDay, count: report.volumes.total.count)
  }

  /// The whole page, UTF-8.
  func html() -> [UInt8] {
    let title = report.run.title ?? report.run.scenario
    let decisions = PackedDecisions(
      record, zone: report.run.zone, from: report.run.from, to: report.run.to,
      fullLimit: fullLimit)
    let page: Markup = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.contentPolicy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>\(title) · Parley</title>
      <style>\(Markup.source(Self.style))</style>
      </head>
      <body>
      <a class="jump" href="#happens">To the figures</a>
      \(header)
      <main>
      \(happens)
      \(safety)
      \(reasons)
      \(needs)
      </main>
      \(footer)
      <script type="application/json" id="data">\(Markup.data(decisions.json))</script>
      <script>\(Markup.source(Self.script))</script>
      </body>
      </html>

      """
    return Array(page.text.utf8)
  }

  /// Lets in the page's own style and script, by their digests, and nothing else from anywhere: a
  /// handler or element that some text smuggled in would not run.
  private static var contentPolicy: String {
    let (style, script) = (digest(of: Self.style), digest(of: Self.script))
    return "default-src 'none'; style-src 'sha256-\(style)'; script-src 'sha256-\(script)'; "
      + "base-uri 'none'; form-action 'none'"
  }

  private static func digest(of text: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let bytes = StableHash(of: text).bytes
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
      let bits = group[0] << 16 | group[1] << 8 | group[2]
      for place in 0..<4 {
        let isFilled = start + place <= bytes.count
        out.append(isFilled ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  // MARK: - Parts that sections share

  /// The numbers behind a chart.
  func numbers(_ name: String, _ head: [String], _ rows: [[String]]) -> Markup {
    let columns = head.map { column -> Markup in "<th scope=\"col\">\(column)</th>" }
    let body = rows.map { row -> Markup in
      let cells = row.enumerated().map { index, cell -> Markup in
        index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td>\(cell)</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return """
      <details class="numbers" data-name="\(name)"><summary>The numbers</summary>
      <div class="scroll"><table><thead><tr>\(columns)</tr></thead><tbody>
      \(body)</tbody></table></div></details>
      """
  }

  var sent: Int { report.volumes.total.reduce(0, +) }

  var firstDay: CivilDate { days.first }
  var lastDay: CivilDate { days.date(max(0, days.count - 1)) }

  private var header: Markup {
    let run = report.run
    let title: Markup = run.title == nil ? .none : "<p class=\"kicker\">\(run.scenario)</p>"
    return """
      <header class="top">
      <div class="wide">
      \(title)<h1>\(run.title ?? run.scenario)</h1>
      <p class="lead">\(summary)</p>
      <p class="facts">\(PageWords.date(firstDay)) to \(PageWords.date(lastDay)), \
      \(run.zone.identifier) · \(PageWords.counted(report.world.contacts, "person", "people")) · \
      \(PageWords.counted(report.world.accounts, "company", "companies")) · a rehearsal: nothing was sent</p>
      </div>
      <nav aria-label="Sections"><div class="wide">
      <a href="#happens">What would happen</a>
      <a href="#safe">Is it safe</a>
      <a href="#why">Why</a>
      <a href="#needs">What needs you\(needsBadge)</a>
      </div></nav>
      </header>
      """
  }

  private var needsBadge: Markup {
    let count = needCount
    return count == 0 ? .none : " <span class=\"badge\">\(Layout.number(count))</span>"
  }

  private var summary: String {
    var text =
      "In \(PageWords.counted(days.count, "day")), \(PageWords.counted(sent, "message")) would go "
      + "to \(Layout.number(record.written.count)) of "
      + "\(PageWords.counted(report.world.contacts, "person", "people"))."
    text +=
      report.expectations.isEmpty
      ? " The scenario states no expectations."
      : Self.outcome(of: report.expectations, "expectation")
    if !report.invariants.isEmpty { text += Self.outcome(of: report.invariants, "invariant") }
    if !held.isEmpty {
      text +=
        " \(PageWords.counted(held.count, "message")) "
        + (held.count == 1 ? "waits" : "wait") + " for approval."
    }
    return text
  }

  /// How many of them hold, as a sentence.
  private static func outcome(of results: [ExpectationResult], _ noun: String) -> String {
    let failed = results.count { !$0.passed }
    guard failed == 0 else {
      return " \(failed) of \(PageWords.counted(results.count, noun))"
        + (failed == 1 ? " fails." : " fail.")
    }
    switch results.count {
    case 1: return " The one \(noun) holds."
    case 2: return " Both \(noun)s hold."
    case let count: return " All \(count) \(noun)s hold."
    }
  }

  private var footer: Markup {
    """
    <footer class="wide">
    <p>Scenario <code>\(report.run.scenario)</code>, seed <code>\(report.run.seed)</code>, bundle \
    <code title="\(report.run.bundle)">\(String(report.run.bundle.prefix(12)))</code>. The same three \
    give this page again, byte for byte.</p>
    <p class="keys"><kbd>/</kbd> search · <kbd>↑</kbd> <kbd>↓</kbd> through decisions · \
    <kbd>Enter</kbd> opens · <kbd>Esc</kbd> closes</p>
    </footer>
    """
  }
}

extension Simulator {
  /// The run as one self-contained page; empty unless the options ask for records.
  public func page(_ report: SimulationReport) -> [UInt8] {
    page(report, fullLimit: PackedDecisions.fullLimit)
  }

  /// - Parameter fullLimit: Up to so many decisions carry what every guard looked at.
  func page(_ report: SimulationReport, fullLimit: Int) -> [UInt8] {
    guard let record else { return [] }
    var page = ReportPage(report, record: record) {
      engine.isOpen(enrolment: $0, step: $1, rung: $2)
    }
    page.fullLimit = fullLimit
    return page.html()
  }
}
