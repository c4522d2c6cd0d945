// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

/// What `check` says about made-up worlds, held against what happens in them.
struct ReferenceRefusalTests {
  /// A finding that a step is never sent, and the step that it names.
  private struct Claim {
    let policy: String
    let step: String
    let text: String
  }

  @Test func `what check refuses never happens`() throws {
    let engine = try ReferenceEngine()
    var refused = 0
    let seeds = ReferenceComparisonTests.seeds(300)
    for seed in seeds {
      let world = ReferenceWorld.random(seed: seed, engine.zones)
      let result = engine.compile(world)
      guard !result.isUsable else { continue }
      refused += 1
      let sends = ReferenceDecider(world, engine.zones).decide().sends
      for claim in Self.claims(result) {
        let sent = sends.first { $0.name.policy == claim.policy && $0.step == claim.step }
        if let sent {
          Issue.record("PARLEY_SEED=\(seed): \(sent)\n\(claim.text)")
        }
      }
    }
    // Some made-up worlds do hold a contradiction: the claims were tried.
    #expect(refused > 0 || seeds.count == 1)
    #expect(refused * 20 <= seeds.count || seeds.count == 1)
  }

  /// The steps that errors call impossible.
  private static func claims(_ result: CompileResult) -> [Claim] {
    let renderer = DiagnosticRenderer(sources: result.source.sources)
    return result.diagnostics.compactMap { (finding: Diagnostic) -> Claim? in
      guard finding.severity == .error else { return nil }
      let text = renderer.render([finding])
      let place = result.source.sources.location(of: finding.span)
      let file = result.source.sources.files.first { $0.path == place.path }
      let lines = String(decoding: file?.bytes ?? [], as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      let policy = lines.prefix(place.line).last { $0.hasPrefix("policy: ") }?.dropFirst(8)
      let step = finding.headline.split(separator: "`").dropFirst().first
      guard let policy, let step else { return nil }
      return Claim(policy: String(policy), step: String(step), text: text)
    }
  }
}
