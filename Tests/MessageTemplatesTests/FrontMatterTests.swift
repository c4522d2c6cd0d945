// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import Testing

@Suite struct FrontMatterTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var file: String
    var frontMatter: String
    var body: String
  }

  @Test(arguments: [
    Case(
      testDescription: "the usual", file: "---\na: b\n---\nHi,\n\nbye\n", frontMatter: "a: b\n",
      body: "Hi,\n\nbye"),
    Case(
      testDescription: "carriage returns", file: "---\r\na: b\r\n---\r\nHi\r\n\r\n",
      frontMatter: "a: b\r\n", body: "Hi"),
    Case(
      testDescription: "a byte order mark", file: "\u{FEFF}---\na: b\n---\nHi",
      frontMatter: "a: b\n", body: "Hi"),
    Case(
      testDescription: "blanks after the hyphens", file: "--- \na: b\n---\t\nHi",
      frontMatter: "a: b\n", body: "Hi"),
    Case(testDescription: "no body", file: "---\na: b\n---", frontMatter: "a: b\n", body: ""),
    Case(testDescription: "nothing inside", file: "---\n---\nHi", frontMatter: "", body: "Hi"),
    Case(
      testDescription: "hyphens that are more", file: "---\na: b\n----\n---\n---\n",
      frontMatter: "a: b\n----\n", body: "---"),
  ])
  func `a file is its front matter and its body`(_ c: Case) throws {
    let bytes = Array(c.file.utf8)
    let parts = try TemplateFileParts(of: bytes)
    #expect(String(decoding: bytes[parts.frontMatter], as: UTF8.self) == c.frontMatter)
    #expect(String(decoding: bytes[parts.body], as: UTF8.self) == c.body)
  }

  @Test(arguments: [
    ("", TemplateFileParts.Failure.noFrontMatter), ("Hi\n---\n", .noFrontMatter),
    ("\n---\n---\n", .noFrontMatter), ("---\na: b\n", .frontMatterNotClosed(0..<3)),
    ("\u{FEFF}---", .frontMatterNotClosed(3..<6)),
  ])
  func `a file without both fences is refused`(
    _ file: String, _ failure: TemplateFileParts.Failure
  ) {
    #expect(throws: failure) { try TemplateFileParts(of: Array(file.utf8)) }
  }
}
