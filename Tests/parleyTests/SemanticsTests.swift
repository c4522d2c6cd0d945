// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import TestSupport
import Testing

/// `docs/semantics.md`: every worked example is run, and gives what the page says.
@Suite struct SemanticsTests {
  private static let name = "docs/semantics.md"

  @Test func `each worked example of the page decides as the page says`() throws {
    var page = try Page(Self.name)
    var frame: [String: String] = [:]
    var example: String?
    var count = 0
    for index in page.parts.indices {
      guard case .block(let info, let body) = page.parts[index] else { continue }
      let words = info.split(separator: " ")
      if words.count == 3, words[1] == "frame" { frame[String(words[2])] = body }
      if info == "yaml example" { example = body }
      if info == "text", let source = example {
        page.parts[index] = .block(info: info, body: try Self.decisions(source, frame))
        example = nil
        count += 1
      }
    }
    #expect(count >= 12)
    try expectPage(page.text, Self.name)
  }

  /// Runs an example in the frame, and draws its decisions as a table.
  private static func decisions(_ example: String, _ frame: [String: String]) throws -> String {
    let home = try TemporaryFolder()
    var documents: [String] = []
    var scenario = ""
    for document in ("\n" + example).components(separatedBy: "\n---\n") {
      if document.contains("\nscenario:") || document.hasPrefix("scenario:") {
        scenario = document
      } else {
        documents.append(document)
      }
    }
    var files = frame
    files["policies/example.yaml"] = documents.joined(separator: "\n---\n")
    files["scenarios/example.yaml"] = scenario
    for (path, text) in files {
      let file = home.url.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let run = try parley(
      ["simulate", "scenarios/example.yaml", "--decisions", "decisions.jsonl"], in: home.url)
    #expect(run.status == 0, "\(run.err)\(run.out)\n\(example)")
    let log = try String(
      contentsOf: home.url.appending(path: "decisions.jsonl"), encoding: .utf8)
    var rows = [["at", "contact", "step", "verdict", "reason", "until", "lost to"]]
    for line in log.split(separator: "\n") {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      func text(_ key: String) -> String { object[key] as? String ?? "" }
      var reason = text("reason")
      let missing = object["missing"] as? [String] ?? []
      if !missing.isEmpty { reason += ", missing \(missing.joined(separator: ", "))" }
      let lostTo = object["lost_to"] as? [String: String]
      rows.append([
        minute(text("at")), text("contact"), "\(text("policy"))/\(text("step"))", text("verdict"),
        reason, minute(text("until")), lostTo.map { "\($0["contact"] ?? "")" } ?? "",
      ])
    }
    // A column that nothing stands in says nothing.
    let used = rows[0].indices.filter { column in
      column < 5 || rows.dropFirst().contains { !$0[column].isEmpty }
    }
    return table(rows.map { row in used.map { row[$0] } })
  }

  private static func minute(_ instant: String) -> String {
    instant.hasSuffix(":00Z") ? instant.dropLast(4) + "Z" : instant
  }

  private static func table(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
