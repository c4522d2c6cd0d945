// Licensed under the Apache License, Version 2.0; see LICENSE.

import CBaseline
import CEL
import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// Ten guards over 100,000 contacts: by columns, one by one, and with a full trace.
struct EligibilityWorkload {
  private let bundle: Bundle
  private let zones: ZoneDatabase
  private let store: FactStore
  private let conditions: [(expression: CompiledExpression, mustBe: Bool)]
  private let csv: String
  private static let now = Instant(seconds: 1_772_366_400)  // 2026-03-01T12:00:00Z

  init(_ options: Options) throws {
    csv = options.data
    zones = try ZoneDatabase()
    bundle = try Self.bundle("\(options.root)/Benchmarks/bundle", zones: zones)
    guard let mapping = bundle.mappings.first?.mapping, let contacts = mapping.contacts else {
      throw BenchError("the benchmark's bundle has no mapping")
    }
    let reader = MappingReader(
      mapping, schema: bundle.schema,
      options: MappingReader.Options(overrides: [contacts.source: csv]))
    store = try reader.read(folder: ".").store
    conditions = bundle.policies[0].steps[0].chains[0].links.compactMap { link in
      if case .requirement(let guarded) = link.kind {
        (guarded.condition, guarded.mustBe)
      } else {
        nil
      }
    }
    guard conditions.count == 10 else { throw BenchError("\(conditions.count) guards, not ten") }
  }

  static func bundle(_ folder: String, zones: ZoneDatabase) throws -> Bundle {
    let result = BundleCompiler.compile(.folder(folder), zones: zones)
    guard let bundle = result.bundle else {
      let text = DiagnosticRenderer(sources: result.source.sources).render(result.diagnostics)
      throw BenchError(text)
    }
    return bundle
  }

  func figures() throws -> [Figure] {
    var baseline = baseline_columns()
    guard baseline_load(csv, &baseline) == 0 else { throw BenchError("can't read \(csv)") }
    defer { baseline_free(&baseline) }
    let count = store.contacts.count
    guard count == baseline.count else {
      throw BenchError("\(count) rows, C has \(baseline.count)")
    }
    var expected = ContiguousArray<UInt8>(repeating: 0, count: count)
    let c = expected.withUnsafeMutableBufferPointer { out in
      median(of: 21) { baseline_first_failing(&baseline, out.baseAddress) }
    }
    let asked = expected.reduce(0) { $0 + ($1 == 0 ? 10 : Int($1)) }
    let passed = expected.count { $0 == 0 }
    print(
      "\(count) contacts, \(Double(passed * 1000 / count) / 10) % pass,",
      "\(Double(asked) / Double(count)) guards a contact")
    let (share, guards) = (Double(passed) / Double(count), Double(asked) / Double(count))
    guard (share * 1000).rounded() == 62, (guards * 1000).rounded() == 4957 else {
      throw BenchError("the workload is another one than the figures speak of")
    }
    let perContact = 1e9 / Double(count)
    let perGuard = 1e9 / Double(asked)
    let columns = try [1, 2].map { try self.columns(threads: $0, expected: expected) }
    let scalar = try [1, 2].map { try self.scalar(threads: $0, expected: expected) }
    let traced = try traced()
    return [
      Figure(
        "eligibility.columns", columns[0].median * perContact, "ns/contact",
        baseline: c * perContact, .ratioAtMost(3)),
      // Of threads the fastest runs are compared: the second core isn't always ours.
      Figure(
        "eligibility.columns.2threads", columns[1].fastest * perContact, "ns/contact",
        baseline: columns[0].fastest * perContact, .speedUp(1.8)),
      Figure("eligibility.scalar", scalar[0].median * perGuard, "ns/guard", .atMost(150)),
      Figure(
        "eligibility.scalar.2threads", scalar[1].fastest * perGuard, "ns/guard",
        baseline: scalar[0].fastest * perGuard, .speedUp(1.8)),
      Figure("decision.traced", traced.decision * 1e6, "µs", .atMost(5)),
      Figure("decision.traced.round", traced.round * 1e6, "µs"),
    ]
  }

  private func columns(threads: Int, expected: ContiguousArray<UInt8>) throws -> Timing {
    let activation = MapActivation(variables: [:])
    let screen = EligibilityScreen(
      conditions.map { ($0.expression.checked, $0.mustBe) }, object: .contact,
      constant: { expression, node in
        let part = expression.part(node)
        guard part.variablesRead.isEmpty else { return nil }
        return Program(part).evaluate(activation)
      })
    guard let screen, screen.isComplete else {
      throw BenchError("the guards can't be asked by columns")
    }
    let bound = screen.bound(to: store.contacts, strings: store.strings, now: Self.now)
    var marks = ContiguousArray<UInt8>(repeating: 0, count: store.contacts.count)
    let timing = timing(of: 401) {
      bound.run(over: store.contacts, marks: &marks, threads: threads)
    }
    guard marks == expected else { throw BenchError("columns and C differ") }
    return timing
  }

  private func scalar(threads: Int, expected: ContiguousArray<UInt8>) throws -> Timing {
    var engine = Engine(
      bundle: bundle, store: store, zones: zones, seed: 1, from: Self.now)
    engine.advance(to: Self.now, events: []) { _ in }
    var marks = ContiguousArray<UInt8>(repeating: 0, count: store.contacts.count)
    let contacts = 0..<store.contacts.count
    let timing = timing(of: 41) {
      engine.firstFailing(policy: 0, step: 0, contacts: contacts, into: &marks, threads: threads)
    }
    guard marks == expected else { throw BenchError("the scalar program and C differ") }
    return timing
  }

  /// One decision with all guards asked, and its line written into a buffer that is used again.
  ///
  /// From the round's first decision to its last: asking, recording, tracing and writing. Who comes
  /// in and whose turn it is was settled before; `round` has that too.
  private func traced() throws -> (decision: Double, round: Double) {
    var options = Engine.Options()
    options.traces = true
    options.beginsWithRound = true
    let clock = ContinuousClock()
    var buffer: [UInt8] = []
    buffer.reserveCapacity(1 << 16)
    var decisions: [Double] = []
    var rounds: [Double] = []
    for _ in 0..<3 {
      var engine = Engine(
        bundle: bundle, store: store, zones: zones, seed: 1, from: Self.now, options: options)
      var decided = 0
      let begin = clock.now
      var (first, last) = (begin, begin)
      engine.advance(to: Self.now, events: []) { decision in
        buffer.removeAll(keepingCapacity: true)
        decision.appendLine(to: &buffer)
        decided += 1
        last = clock.now
        if decided == 1 { first = last }
      }
      guard decided == store.contacts.count else {
        throw BenchError("\(decided) decisions, not one a contact")
      }
      decisions.append((last - first) / .seconds(1) / Double(decided - 1))
      rounds.append((clock.now - begin) / .seconds(1) / Double(decided))
    }
    return (decisions.sorted()[1], rounds.sorted()[1])
  }
}
