// Licensed under the Apache License, Version 2.0; see LICENSE.

import Testing

@testable import TextLayout

@Suite struct TextTableTests {
  private var table: TextTable {
    var table = TextTable(
      [("guard", .left), ("verdict", .left), ("decisions", .right)], indent: 2)
    table.add(["working-hours", "wait", "312"])
    table.add(["a-guard-with-a-rather-long-name-of-its-own", "skip", "9"])
    return table
  }

  @Test func `text stands left, numbers right, two spaces between`() {
    let plain = TerminalStyle(width: nil, usesColour: false)
    #expect(
      table.lines(plain) == [
        "  guard                                       verdict  decisions",
        "  working-hours                               wait           312",
        "  a-guard-with-a-rather-long-name-of-its-own  skip             9",
      ])
  }

  @Test func `the longest text gives way where the terminal is narrow`() {
    var wide = table
    wide.add(["a-guard-whose-name-goes-on-and-on-and-does-not-end-before-the-line", "wait", "1"])
    let lines = wide.lines(TerminalStyle(width: 72, usesColour: false))
    #expect(lines.allSatisfy { $0.count <= 72 })
    #expect(lines[3].hasPrefix("  a-guard-whose-name-goes-on-and-on-and-does-not-en…  wait"))
  }

  @Test func `colour only repeats words`() {
    let plain = TerminalStyle(width: 80, usesColour: false)
    let coloured = TerminalStyle(width: 80, usesColour: true)
    let stripped = table.lines(coloured).map {
      $0.replacing("\u{1B}[2m", with: "").replacing("\u{1B}[0m", with: "")
    }
    #expect(stripped == table.lines(plain))
  }

  @Test func `what must stay whole gives way last, and places keep their ends`() {
    var table = TextTable(texts: ["guard", "from", "at"], whole: ["guard"], tails: ["at"])
    table.add([
      "a-guard-with-a-rather-long-name-of-its-own", "guards, used by policy leadgen-intro",
      "policies/leadgen.yaml:15",
    ])
    let lines = table.lines(TerminalStyle(width: 80, usesColour: false))
    #expect(
      lines[1]
        == "a-guard-with-a-rather-long-name-of-its-own  guards, used by …  …/leadgen.yaml:15")
  }

  @Test(arguments: [
    ("one two three", 20, ["one two three"]), ("one two three", 8, ["one two", "three"]),
    ("  indented", 20, ["  indented"]), ("a-very-long-word b", 6, ["a-very-long-word", "b"]),
    ("", 4, [""]),
  ])
  func `texts are broken at spaces`(text: String, width: Int, lines: [String]) {
    #expect(text.wrapped(to: width) == lines)
  }
}
