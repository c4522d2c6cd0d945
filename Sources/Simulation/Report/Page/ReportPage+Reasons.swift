// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Guards

// Why: what each guard cost, and every decision.
extension ReportPage {
  var reasons: Markup {
    """
    <section id="why" class="wide"><h2>Why</h2>
    \(guardTax)
    \(decisions)
    </section>
    """
  }

  private static let fateWords: [(fate: MessageFate, word: String, style: String)] = [
    (.sent, "sent later", "f1"), (.expired, "expired", "f2"), (.dropped, "dropped", "f3"),
    (.overtaken, "overtaken", "f4"), (.waiting, "waiting", "f5"),
  ]

  private var guardTax: Markup {
    guard !taxes.isEmpty else {
      return "<h3>Guard tax</h3><p class=\"empty\">No guard stood in the way of any message.</p>"
    }
    let most = taxes.reduce(0) { max($0, $1.messages) }
    let rows = taxes.map { tax -> Markup in
      let fates = Self.fateWords.map { entry -> Markup in
        tax[entry.fate] == 0
          ? "<td class=\"nil\">0</td>" : "<td>\(Layout.number(tax[entry.fate]))</td>"
      }
      return """
        <tr><th scope="row"><a href="#q=\(PageWords.fragment(tax.id))">\(tax.id)</a><small>\(tax.stage.rawValue)</small></th>\
        <td>\(Layout.number(tax.messages))</td>\
        <td class="bar">\(Charts.shares([(tax.alone, "g1"), (tax.withOthers, "g2")], of: most))</td>\
        <td>\(Layout.number(tax.alone))</td><td>\(Layout.number(tax.withOthers))</td>\
        <td class="bar">\(Charts.shares(Self.fateWords.map { (tax[$0.fate], $0.style) }, of: tax.messages))</td>\
        \(fates)<td>\(tax.medianDelay.map(PageWords.span) ?? "–")</td></tr>

        """
    }
    let heads = Self.fateWords.map { entry -> Markup in
      """
      <th scope="col"><svg class="key" width="10" height="10" aria-hidden="true">\
      <rect class="\(entry.style)" width="10" height="10" rx="2"/></svg>&nbsp;\(entry.word)</th>
      """
    }
    let counts = record.messages.counts
    return """
      <h3>Guard tax <small>what each guard keeps back, and what becomes of it</small></h3>
      <p class="explain">\(PageWords.counted(counts.all, "message")) came up for decision; nothing ever \
      stood in the way of \(Layout.number(counts.free)) of them. A message counts once for every guard \
      that stood in its way. <b>Alone</b>: at some point only this guard did, so without it the message \
      would have gone out then. <b>With others</b>: another guard always stood there too. The rest of \
      the row says what became of these messages; the delay is the median of those sent later.</p>
      <div class="scroll"><table class="data tax" data-name="guard-tax"><thead><tr><th scope="col">Guard</th>\
      <th scope="col">Messages</th><th scope="col" class="bar"><span class="hidden">Alone and with others</span></th>\
      <th scope="col"><svg class="key" width="10" height="10" aria-hidden="true"><rect class="g1" width="10" height="10" rx="2"/></svg>&nbsp;alone</th>\
      <th scope="col"><svg class="key" width="10" height="10" aria-hidden="true"><rect class="g2" width="10" height="10" rx="2"/></svg>&nbsp;with others</th>\
      <th scope="col" class="bar"><span class="hidden">What became of them</span></th>\(heads)\
      <th scope="col">delay</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      """
  }

  // MARK: - Decisions

  /// The frame of the list; the page's script fills it.
  private var decisions: Markup {
    let verdicts = Verdict.allCases.map { verdict -> Markup in
      """
      <button type="button" aria-pressed="false" data-verdict="\(verdict.rawValue)" \
      \(report.verdicts[verdict] == 0 ? "disabled" : "")>\
      <span class="verdict \(verdict.rawValue)">\(verdict.rawValue)</span> \(Layout.number(report.verdicts[verdict]))</button>
      """
    }
    let people = 1 << Int(min(40, record.table.keptBits))
    let kept: Markup =
      people == 1
      ? .none
      : """
      <p class="note">The run has \(Layout.number(report.verdicts.total)) decisions. This page holds \
      those of one person in \(people), each with all of theirs; figures and charts count everybody. \
      <code>simulate --decisions FILE</code> writes those of everybody.</p>
      """
    let lean: Markup =
      record.table.rows.count <= fullLimit
      ? .none
      : """
      <p class="note">Sends carry what every guard looked at; of the other decisions, being so many, \
      the page keeps what the guards in the way looked at.</p>
      """
    return """
      <h3 id="decisions">Every decision <small>\(PageWords.counted(report.verdicts.total, "decision"))</small></h3>
      \(kept)\(lean)
      <search class="search">
      <label class="hidden" for="q">Search decisions</label>
      <input type="search" id="q" autocomplete="off" spellcheck="false" \
      placeholder="Person, company, policy, guard or day, such as \(firstDay.description)">
      <div class="verdicts" role="group" aria-label="Verdicts">\(verdicts)</div>
      </search>
      <p id="count" class="note" aria-live="polite"></p>
      <ol id="list" class="list"></ol>
      <button type="button" id="more" hidden>Show more</button>
      <noscript><p class="empty">The list needs JavaScript; everything else on this page doesn’t.</p></noscript>
      <dialog id="card" aria-labelledby="card-title"></dialog>
      """
  }
}
