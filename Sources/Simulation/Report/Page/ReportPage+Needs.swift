// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

// What needs you: what failed, what waits for an answer, what nobody knows.
extension ReportPage {
  /// How many things ask for somebody: shown in the page's navigation.
  var needCount: Int {
    held.count + report.demands.count { !$0.passed } + notes.count
  }

  private static let rowLimit = 100

  var needs: Markup {
    let failed =
      failedNotes(report.expectations, "expectation")
      + failedNotes(report.invariants, "invariant")
    let parts = failed + [approvals, unknownFacts, noteList]
    let isCalm = needCount == 0 && record.missing.isEmpty
    let calm: Markup = isCalm ? "<p class=\"calm\">Nothing waits for you.</p>" : .none
    return """
      <section id="needs" class="wide"><h2>What needs you</h2>
      \(calm)\(parts)
      </section>
      """
  }

  private func failedNotes(_ results: [ExpectationResult], _ noun: String) -> [Markup] {
    let count = results.count { !$0.passed }
    guard count > 0 else { return [] }
    return [
      """
      <h3>What doesn’t hold</h3>
      <p><a href="#safe">\(PageWords.counted(count, noun)) \(count == 1 ? "doesn’t" : "don’t") hold.</a> \
      The bundle or the \(noun) is wrong: one of them must change.</p>
      """
    ]
  }

  private var approvals: Markup {
    let approvals = report.approvals
    guard approvals.asked > 0 else { return .none }
    let figures =
      "\(PageWords.counted(approvals.asked, "question")) asked, \(Layout.number(approvals.granted)) granted, "
      + "\(Layout.number(approvals.refused)) refused."
    guard !held.isEmpty else {
      return "<h3>Approvals</h3><p>\(figures) None waits at the end.</p>"
    }
    let zone = report.run.zone
    let rows = held.prefix(Self.rowLimit).map { held -> Markup in
      let contact = record.table.contacts[record.table.subjects[held.subject].contact]
      return """
        <tr><th scope="row"><a href="#q=\(PageWords.fragment(contact))">\(contact)</a></th>\
        <td class="text">\(record.chains.chains[held.chain].name)</td>\
        <td class="text">\(PageWords.moment(held.since, in: zone))</td>\
        <td class="text">\(held.until == MessageTally.never ? "–" : PageWords.moment(held.until, in: zone))</td></tr>

        """
    }
    let rest: Markup =
      held.count > Self.rowLimit
      ? "<p class=\"note\">and \(Layout.number(held.count - Self.rowLimit)) more: search for <b>hold</b> among the decisions.</p>"
      : .none
    return """
      <h3>Approvals waiting <small>\(Layout.number(held.count)) at the end of the run</small></h3>
      <p>\(figures)</p>
      <div class="scroll"><table class="data" data-name="approvals"><thead><tr><th scope="col">Person</th>\
      <th scope="col" class="text">Message</th><th scope="col" class="text">Asked</th>\
      <th scope="col" class="text">Answer by</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>\(rest)
      """
  }

  private var unknownFacts: Markup {
    guard !record.missing.isEmpty else { return .none }
    let facts = record.missing.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let rows = facts.prefix(20).map { fact -> Markup in
      "<tr><th scope=\"row\"><code>\(fact.key)</code></th><td>\(Layout.number(fact.value))</td></tr>\n"
    }
    return """
      <h3>Facts that nobody knows <small>a guard that needs one doesn’t pass</small></h3>
      <div class="scroll"><table class="data short" data-name="missing-facts"><thead><tr><th scope="col">Fact</th>\
      <th scope="col">Decisions</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  private var notes: [String] {
    var notes = report.counters.filter { $0.isNotable && $0.count > 0 }.map {
      "\(Layout.number($0.count)) \($0.meaning)"
    }
    let rejected = report.world.rejectedCount
    if rejected > 0 {
      notes.append("\(PageWords.counted(rejected, "row")) of the data could not be used")
    }
    return notes
  }

  /// A text in which what stands between backticks is code.
  private static func withCode(_ text: String) -> Markup {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { index, part -> Markup in
        index % 2 == 0 ? "\(String(part))" : "<code>\(String(part))</code>"
      }.reduce(.none, +)
  }

  private var noteList: Markup {
    guard !notes.isEmpty else { return .none }
    let items = notes.map { note -> Markup in "<li>\(Self.withCode(note))</li>" }
    let rows = report.world.rejected.prefix(10).map { row -> Markup in
      "<li><code>\(row.file):\(row.line)</code> \(row.reason)</li>"
    }
    let rejected: Markup = rows.isEmpty ? .none : "<ul class=\"plain\">\(Array(rows))</ul>"
    return "<h3>To know</h3><ul class=\"plain\">\(items)</ul>\(rejected)"
  }
}
