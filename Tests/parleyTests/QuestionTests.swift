// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Testing

/// The questions of `examples/crm-questions` to a real pipeline, against the set's reference answers.
@Suite struct QuestionTests {
  static let data = root.appending(path: "../shared/data/crm-sales")
  static var isThere: Bool {
    FileManager.default.fileExists(atPath: data.appending(path: "reference.json").path)
  }

  struct Pair: Hashable {
    var account: String
    var package: String
  }

  @Test(.enabled(if: isThere, "the set ../shared/data/crm-sales isn't there"))
  func `a plan answers who is lost, who is quiet and who buys a lot`() throws {
    let run = try parley([
      "plan", "--bundle", "examples/crm-questions", "--data", Self.data.path, "--mapping",
      "examples/crm-sales/data/crm-sales.mapping.yaml", "--at", "2017-12-31", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.err)")
    let packages = try Self.packages()
    var pairs: [String: Set<Pair>] = [:]
    var sends: [String: Int] = [:]
    for line in run.out.split(separator: "\n") {
      let decision = try #require(Self.object(String(line)))
      guard decision["verdict"] as? String == "send" else {
        Issue.record("not a send: \(line)")
        continue
      }
      let policy = try #require(decision["policy"] as? String)
      sends[policy, default: 0] += 1
      if let deal = decision["deal"] as? String, let account = decision["account"] as? String {
        pairs[policy, default: []].insert(Pair(account: account, package: packages[deal] ?? ""))
      }
    }
    let sql = try Self.reference()
    #expect(pairs["winback-30"] == Self.pairs(sql["winback_pairs_30_89_list"]))
    #expect(pairs["winback-90"] == Self.pairs(sql["winback_pairs_90_plus_list"]))
    #expect(sends["winback-30"] == Self.number(sql, "winback_pairs_strict", "pairs_30_89"))
    #expect(sends["winback-90"] == Self.number(sql, "winback_pairs_strict", "pairs_90_plus"))
    #expect(sends["pair-inactive-60"] == Self.number(sql, "inactive_pairs", "inactive_gt_60"))
    #expect(
      sends["account-inactive-14"] == Self.number(sql, "inactive_accounts", "inactive_gt_14"))
    #expect(
      (sends["account-inactive-60"] ?? 0)
        == Self.number(sql, "inactive_accounts", "inactive_gt_60"))
    #expect(
      sends["account-not-engaged-60"]
        == Self.number(sql, "inactive_accounts_by_engagement", "gt_60"))
    #expect(sends["upsell"] == Self.number(sql, "upsell_accounts", "won_100k"))
    #expect(
      sends["upsell-without-gtk500"]
        == Self.number(sql, "upsell_accounts", "won_100k_no_gtk500"))
  }

  private static func object(_ text: String) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]
  }

  private static func reference() throws -> [String: Any] {
    let text = try String(contentsOf: data.appending(path: "reference.json"), encoding: .utf8)
    return try #require(object(text)?["sql"] as? [String: Any])
  }

  private static func number(_ sql: [String: Any], _ question: String, _ key: String) -> Int? {
    let rows = sql[question]
    let row = (rows as? [[String: Any]])?.first ?? rows as? [String: Any]
    return row?[key] as? Int
  }

  private static func pairs(_ rows: Any?) -> Set<Pair> {
    Set(
      (rows as? [[String: Any]] ?? []).map {
        Pair(account: $0["account"] as? String ?? "", package: $0["product"] as? String ?? "")
      })
  }

  /// The package of each deal; the file has no quoted fields.
  private static func packages() throws -> [String: String] {
    let text = try String(
      contentsOf: data.appending(path: "sales_pipeline.csv"), encoding: .utf8)
    var packages: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      packages[String(fields[0])] = String(fields[2])
    }
    return packages
  }
}
