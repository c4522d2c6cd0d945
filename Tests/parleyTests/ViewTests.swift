// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import TestSupport
import Testing

/// `list` and `preview`: what people look at between a rehearsal and a launch.
@Suite struct ViewTests {
  private static let starter = root.appending(path: "examples/starter")

  private static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(arguments: ["2026-09-02", "2026-09-20"])
  func `everybody stands in exactly one view`(at: String) throws {
    let run = try parley(
      ["list", "--scenario", "first-month", "--at", at, "--format", "json"], in: Self.starter)
    #expect(run.status == 0, "\(run.err)")
    let answer = try Self.object(run.out)
    let counts = try #require(answer["counts"] as? [String: Int])
    let contacts = try #require(answer["contacts"] as? [[String: Any]])
    #expect(counts.values.reduce(0, +) == 100)
    #expect(contacts.count == 100)
    for (view, count) in counts {
      #expect(contacts.count { $0["view"] as? String == view } == count, "\(view)")
    }
  }

  @Test func `views move as the quarter goes on`() throws {
    func counts(_ at: String) throws -> [String: Int] {
      let run = try parley(
        ["list", "--scenario", "first-month", "--at", at, "--format", "json"], in: Self.starter)
      return try #require(try Self.object(run.out)["counts"] as? [String: Int])
    }
    let (early, late) = (try counts("2026-09-01"), try counts("2026-09-29"))
    #expect(early["ready"] == 100)
    // Six a day, three days a week: half of those who may be written to were.
    #expect((late["ready"] ?? 0) < 60)
    #expect((late["awaiting-reply"] ?? 0) > 20)
    #expect((late["in-conversation"] ?? 0) + (late["nurturing"] ?? 0) > 2)
  }

  @Test func `who only answered isn't converted, and who showed a need is ready for an offer`()
    throws
  {
    let run = try parley(
      ["list", "--scenario", "trust", "--at", "2026-10-12T10:00", "--format", "json"])
    let counts = try #require(try Self.object(run.out)["counts"] as? [String: Int])
    #expect((counts["in-conversation"] ?? 0) > 10)
    #expect((counts["offer-ready"] ?? 0) > 3)
    #expect((counts["converted"] ?? 0) < 10)
  }

  @Test(arguments: [
    (arguments: ["list", "--scenario", "first-month"], golden: "list.txt"),
    (
      arguments: [
        "list", "awaiting-reply", "--scenario", "first-month", "--at", "2026-09-20", "--limit", "5",
      ], golden: "list-view.txt"
    ),
    (arguments: ["preview", "leadgen/hello"], golden: "preview.txt"),
    (
      arguments: [
        "preview", "leadgen/follow-up", "--lang", "ru", "--contact", "boris", "--contacts",
        "people.csv", "--at", "2026-10-06T12:00Z",
      ], golden: "preview-contact.txt"
    ),
    (arguments: ["preview", "leadgen/helo"], golden: "preview-unknown.txt"),
  ])
  func `what people read is what was read and agreed on`(
    arguments: [String], golden: String
  ) throws {
    let run = try parley(arguments, in: Self.starter)
    try expectGolden("status \(run.status)\n\(run.words)", golden)
  }

  @Test func `a name without a value stands there by its name, and ends with status 1`() throws {
    let home = try TemporaryFolder()
    _ = try parley(["init", "b"], in: home.url)
    let folder = home.url.appending(path: "b")
    let file = folder.appending(path: "templates/leadgen/hello.en.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.split(separator: "Hi ").joined(separator: "Health {{account.health}}. Hi ")
      .write(to: file, atomically: true, encoding: .utf8)
    try "id,first_name,address.email,account.id,account.industry\nx,,x@x.example.com,a,\n"
      .write(to: folder.appending(path: "x.csv"), atomically: true, encoding: .utf8)
    let run = try parley(
      ["preview", "leadgen/hello", "--lang", "en", "--contact", "x", "--contacts", "x.csv"],
      in: folder)
    #expect(run.status == 1)
    #expect(run.out.contains("Health ‹account.health›. Hi there"), "\(run.out)\(run.err)")
    #expect(run.out.contains("✗ `account.health` is unknown"))
  }

  @Test func `a value can't reach the page around the message`() throws {
    let home = try TemporaryFolder()
    let csv = home.url.appending(path: "people.csv")
    try """
    id,first_name,address.email,account.id,account.industry
    x,<script>alert(1)</script>,x@x.example.com,a,"</pre>&"
    """.write(to: csv, atomically: true, encoding: .utf8)
    let page = home.url.appending(path: "page.html")
    let run = try parley(
      [
        "preview", "leadgen/hello", "--lang", "en", "--contact", "x", "--contacts", csv.path,
        "--html", page.path,
      ], in: Self.starter)
    #expect(run.status == 0, "\(run.out)\(run.err)")
    let html = try String(contentsOf: page, encoding: .utf8)
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(html.contains("&lt;/pre&gt;&amp;"))
    #expect(!html.contains("http-equiv=\"refresh\"") && !html.contains("src=\"http"))
  }

  @Test func `a preview as JSON has the message's parts`() throws {
    let run = try parley(
      ["preview", "leadgen/hello", "--lang", "ru", "--format", "json"], in: Self.starter)
    let messages = try #require(try Self.object(run.out)["messages"] as? [[String: Any]])
    #expect(messages.count == 1)
    #expect(messages[0]["subject"] as? String == "Три идеи для вашей оплаты?")
    #expect(messages[0]["html"] is NSNull)
    #expect((messages[0]["faults"] as? [String])?.isEmpty == true)
  }

  @Test func `an SMS is counted in segments`() throws {
    let run = try parley(["preview", "quiet/check-in-short"])
    #expect(run.out.contains("SMS: 1 segment of 1"), "\(run.out)")
  }
}
