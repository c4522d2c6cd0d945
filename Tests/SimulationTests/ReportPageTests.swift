// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import PolicyLanguage
import Testing

@testable import Simulation

struct ReportPageTests {
  /// Texts that would run or break out, were they written as markup.
  static let hostile = #"</script><img src=x onerror="document.documentElement.dataset.error=1">"#

  static let files: [String: String] = {
    let policy = """
      policy: winback
      enrol: {on: deal.lost, per: deal, after: 1d}
      guards:
        - id: known-source
          require: has(contact.source) && contact.source != "nobody"
          otherwise: skip
          because: "the source is {{contact.source}}"
        - {id: healthy, require: account.health >= 45, otherwise: wait, because: "<b>health</b> is {{account.health}}"}
      exit:
        - {when: contact.replied_since(enrolment.started_at), as: answered}
        - {after: 20d, as: over}
      approval: {when: account.health >= 70, expires: 48h}
      goal: {event: deal.opened, within: 30d}
      steps:
        - id: letter
          send: {channel: email, template: letter}
        - id: again
          after: 5d
          send: {channel: email, template: letter}

      """
    let scenario = """
      scenario: small
      title: 'Lost & <b>found</b></title><script>document.documentElement.dataset.error = 1</script>'
      from: 2026-09-01
      to: 2026-10-15
      seed: 7
      people:
        generate:
          count: 60
          contact: {language: en, country: {PT: 50%, US: 50%}, source: {'\(hostile)': 70%, nobody: 30%}, consent: {email: explicit}}
          account: {health: "normal(62, 18)"}
      events:
        - {event: deal.lost, rate: 3/day, until: 2026-09-25, deal: {amount: "lognormal(8000 EUR, 0.6)"}}
      behaviour:
        reply: {chance: 30%, after: "lognormal(20h, 1.1)", class: positive}
        bounce: {chance: 5%, after: 1m, kind: hard}
        approve: {chance: 60%, after: 6h}
      expect:
        - {that: 'size(sends) > 10 && "<i>" != "</script>"'}
        - {that: size(sends) > 100000}

      """
    let limits = """
      limit: daily
      scope: global
      count: 3
      per: {calendar: day}

      """
    return SmallBundle.files(scenario: scenario, policy: policy, limits: limits)
  }()

  @Test func `the same run gives the same bytes`() throws {
    let first = try RecordedRun(Self.files)
    #expect(first.page == (try RecordedRun(Self.files)).page)
    #expect(first.page.count > 40_000)
  }

  @Test func `recording a run changes nothing that is decided`() throws {
    let recorded = try RecordedRun(Self.files)
    let plain = try TestRun(Self.files)
    #expect(recorded.lines == plain.lines)
    #expect(recorded.report.json() == plain.report.json())
  }

  @Test func `texts of policies and facts stay texts`() throws {
    let text = try RecordedRun(Self.files).text
    #expect(text.contains("Lost &amp; &lt;b&gt;found&lt;/b&gt;&lt;/title&gt;&lt;script&gt;"))
    #expect(text.contains("\\u003c/script>\\u003cimg src=x onerror"))
    #expect(!text.contains("<img"))
    #expect(!text.contains("<b>found"))
    // The data and the script, and nothing that a text has begun or ended.
    #expect(text.components(separatedBy: "<script").count == 3)
    #expect(text.components(separatedBy: "</script").count == 3)
  }

  @Test func `nothing is fetched from anywhere`() throws {
    let text = try RecordedRun(Self.files).text
    for address in ["http:", "https:", "src=\"", "@import", "url(", "<link"] {
      #expect(!text.contains(address), "\(address)")
    }
    #expect(text.contains("content=\"default-src &#39;none&#39;;"))
  }

  @Test func `what is reached, stopped and waits is on the page`() throws {
    let run = try RecordedRun(Self.files)
    let sends = run.report.volumes.total.reduce(0, +)
    #expect(run.text.contains("\(sends) messages would go to"))
    #expect(run.text.contains("1 of 2 expectations fails."))
    for id in ["known-source", "healthy", "approval", "daily"] {
      #expect(run.text.contains(">\(id)<"), "\(id)")
    }
  }

  @Test(arguments: [
    ([0, 1, 31, 32, 1_023, 1_024], "ABfgB_fggB"),
    ([], ""),
  ])
  func `numbers take a character for each five bits`(numbers: [Int], expected: String) {
    var packed = PackedText()
    for number in numbers { packed.add(number) }
    #expect(packed.text == expected)
  }

  @Test(arguments: [
    (PageWords.percent(1, of: 3), "33%"), (PageWords.percent(7, of: 1_128), "0.6%"),
    (PageWords.percent(1, of: 10_000), "<0.1%"), (PageWords.percent(0, of: 5), "0%"),
    (PageWords.percent(999, of: 1_000), "100%"), (PageWords.percent(1, of: 0), "–"),
    (PageWords.span(.seconds(59)), "59 s"), (PageWords.span(.seconds(5_399)), "90 min"),
    (PageWords.span(.seconds(5_400)), "2 h"), (PageWords.span(.seconds(172_799)), "48 h"),
    (PageWords.span(.seconds(302_400)), "3.5 d"), (PageWords.span(.seconds(864_000)), "10 d"),
    (PageWords.decimal(12.346), "12.35"), (PageWords.decimal(12.5), "12.5"),
    (PageWords.decimal(-3), "-3"), (PageWords.fragment("a b&c=ö"), "a%20b%26c%3D%C3%B6"),
    (PageWords.counted(1, "day"), "1 day"), (PageWords.counted(12_345, "day"), "12,345 days"),
    (HTMLText.escaped(#"<a b="c">&'"#), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;"),
    (HTMLText.escaped("a\"\u{308}"), "a&quot;\u{308}"),
  ])
  func `the page writes numbers and texts for people`(written: String, expected: String) {
    #expect(written == expected)
  }

  @Test(arguments: [
    (0, [0, 1]), (1, [0, 1]), (4, [0, 1, 2, 3, 4]), (7, [0, 2, 4, 6, 8]), (50, [0, 20, 40, 60]),
  ])
  func `a scale has round steps`(most: Int, ticks: [Int]) {
    #expect(Scale(max: most).ticks == ticks)
  }

  @Test func `ids that count on take little more than their difference`() {
    var ids = PackedIDs()
    for id in ["c-0007", "c-0008", "ana", "c-0009"] { ids.add(id) }
    #expect(
      ids.json.compact == #"{"shapes":[["c-",4],["ana",0]],"ids":"AOACBPAS"}"#)
  }
}
