// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Foundation
import PolicyLanguage
import Testing

/// A small bundle that compiles without findings; tests add to it or replace its files.
enum SmallBundle {
  static let settings = """
    parley: 1
    mode: shadow
    identity: {name: Example Studio, postal_address: 12 Example Street}
    time_zone: Europe/Lisbon
    languages: [en]
    """

  static let common = """
    facts:
      contact:
        role: {type: string, nullable: true}
        tier: {type: int, range: 1..3, default: 3}
      account:
        stage: {type: enum, of: [prospect, active, inactive]}
        health: {type: int, range: 0..100, stale_after: 7d}
        owner: {type: string, nullable: true}
      deal:
        package: {type: string}
        amount: {type: money}
    ---
    channel: email
    plugin: smtp
    consent: [explicit]
    ---
    channel: team
    plugin: slack
    internal: true
    """

  static let template = """
    ---
    template: hello
    channel: email
    language: en
    subject: Hello
    ---
    Hello from {{identity.name}}.
    """

  /// The small bundle with a policy file, and with other files beside or instead of its own.
  static func files(_ policy: String, _ more: [String: String] = [:]) -> BundleFiles {
    var texts = [
      "policies/parley.yaml": settings, "policies/common.yaml": common,
      "policies/policy.yaml": policy, "templates/hello.en.md": template,
    ]
    for (path, text) in more { texts[path] = text }
    return .memory(texts: texts)
  }

  static func compile(_ policy: String, _ more: [String: String] = [:]) throws -> CompileResult {
    BundleCompiler.compile(files(policy, more), zones: try ZoneDatabase())
  }
}

extension CompileResult {
  /// All findings as people read them.
  var text: String { DiagnosticRenderer(sources: source.sources).render(diagnostics) }

  /// `path:line:column code` of each finding.
  var places: [String] {
    diagnostics.map { "\(source.sources.location(of: $0.span)) \($0.code.identifier)" }
  }
}

/// The bundles of the repository, by the folders that they stand in.
enum RepositoryBundles {
  static let root = goldenFolder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static var folders: [String] {
    let own = [
      ".", "examples/starter", "examples/crm-sales", "examples/crm-questions",
    ].filter {
      FileManager.default.fileExists(
        atPath: root.appending(path: $0 + "/policies/parley.yaml").path)
    }
    return own + Examples.names.map { "Tests/PolicyLanguageTests/Golden/bundles/\($0)" }
  }

  static func files(_ folder: String) -> BundleFiles { .folder(root.appending(path: folder).path) }
}
