// Licensed under the Apache License, Version 2.0; see LICENSE.

import Testing

@testable import Simulation

struct PlotTests {
  struct Bar: CustomTestStringConvertible {
    var part: Int
    var whole: Int
    var expected: String
    var testDescription: String { "\(part) of \(whole)" }
  }

  @Test(arguments: [
    Bar(part: 0, whole: 8, expected: ""),
    Bar(part: 8, whole: 8, expected: "████"),
    Bar(part: 4, whole: 8, expected: "██"),
    Bar(part: 5, whole: 8, expected: "██▌"),
    Bar(part: 1, whole: 10_000, expected: "▏"),
    Bar(part: 1, whole: 0, expected: ""),
  ])
  func `a bar is as long as its share, and something is never nothing`(_ bar: Bar) {
    #expect(Plots.bar(bar.part, of: bar.whole, width: 4) == bar.expected)
  }

  @Test func `a sparkline rises with its values and leaves zero empty`() {
    #expect(Plots.sparkline([0, 1, 2, 3, 4, 5, 6, 7, 8], top: 8) == " ▁▂▃▄▅▆▇█")
    #expect(Plots.sparkline([0, 0], top: 0) == "  ")
    #expect(Plots.sparkline([1, 1_000], top: 1_000) == "▁█")
  }

  @Test func `columns stand on the lowest line`() {
    #expect(Plots.columns([0, 1, 4, 8], top: 8, height: 2) == ["   █", " ▂██"])
  }

  @Test func `a column shows the busiest of its days`() {
    #expect(Plots.daysPerColumn(days: 365, columns: 60) == 7)
    #expect(Plots.daysPerColumn(days: 30, columns: 60) == 1)
    #expect(Plots.peaks([1, 5, 2, 0, 7], groupsOf: 2) == [5, 2, 7])
  }

  @Test(arguments: [
    (0, "0"), (812, "812"), (999, "999"), (1_000, "1,000"), (9_999, "9,999"), (10_000, "10,000"),
    (1_234_567, "1,234,567"),
    (-50_000, "-50,000"),
  ])
  func `long numbers have a comma before each three digits`(number: Int, text: String) {
    #expect(Layout.number(number) == text)
  }

  @Test(arguments: [(0, 5, "0%"), (1, 500, "<1%"), (1, 3, "33%"), (5, 5, "100%"), (1, 0, "")])
  func `shares are whole percents`(part: Int, whole: Int, text: String) {
    #expect(Layout.percent(part, of: whole) == text)
  }
}
