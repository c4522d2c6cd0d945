// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

extension DecisionContext {
  /// A score from 0 to 100, or why it isn't known; computed once a decision.
  func score(_ position: Int) -> Value {
    guard world.bundle.scores.indices.contains(position) else {
      return .error(.noSuchField("#\(position)"))
    }
    if let plain = score(position, rows) { return .int(plain) }
    if memo.scores.isEmpty {
      memo.scores = Array(repeating: nil, count: world.bundle.scores.count)
    }
    if let known = memo.scores[position] { return known }
    let value = compute(world.bundle.scores[position], position)
    memo.scores[position] = value
    return value
  }

  private func compute(_ score: Score, _ position: Int) -> Value {
    var sum = ScoreSum()
    var missing: [String] = []
    for (place, part) in score.parts.enumerated() {
      switch part.value {
      case .expression(let expression):
        switch expression.program.evaluate(self) {
        case .double(let number): sum.add(number, weight: part.weight)
        case .int(let number): sum.add(Double(number), weight: part.weight)
        case .uint(let number): sum.add(Double(number), weight: part.weight)
        case .unknown(let set): missing += set.paths
        case .error(let error): return .error(error)
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .type, .optional,
          .object, .opaque, .network:
          return .error(.host("part `\(part.id)` of score `\(score.id)` is not a number"))
        }
      case .patterns:
        if isEvident(world.index.patterns[position][place], score) {
          sum.add(points: part.weight)
        }
      }
    }
    for bonus in score.bonuses {
      switch truth(of: bonus.when) {
      case .yes: sum.add(points: bonus.add, keptIn: bonus.range)
      case .no: break
      case .unknown(let facts): missing += facts
      case .error(let text): return .error(.host(text))
      }
    }
    if !missing.isEmpty { return .unknown(UnknownSet(missing)) }
    return .int(sum.score)
  }

  /// Whether one of the patterns is found in what the person wrote lately.
  private func isEvident(_ patterns: [EvidencePattern], _ score: Score) -> Bool {
    guard
      let slot = world.facts.schema.event(BuiltInEvent.contactReplied.name)?
        .attribute("text")?.slot
    else { return false }
    for entry in world.facts.messages(of: contact) {
      let at = world.facts.log.instant(entry)
      guard at <= now else { continue }
      if let span = score.evidenceWithin, at <= now - span { continue }
      let cell = world.facts.log.attribute(entry, slot: slot)
      guard cell.state == .known else { continue }
      let text = world.facts.strings[cell.word]
      if patterns.contains(where: { $0.isFound(in: text) }) { return true }
    }
    return false
  }
}

/// An exact sum in millionths, clamped, rounded half up: an author's 0.3 of 25 is 7.5, not a binary
/// fraction below it.
struct ScoreSum {
  private var millionths: Int64 = 0

  /// Adds so much of a part, from 0 to 1.
  mutating func add(_ value: Double, weight: Double) { add(points: weight * min(max(value, 0), 1)) }

  mutating func add(points: Double) { millionths += Self.millionths(points) }

  /// Adds points, and keeps the sum so far in the range, if there is one.
  mutating func add(points: Double, keptIn range: ClosedRange<Double>?) {
    add(points: points)
    guard let range else { return }
    let (low, high) = (Self.millionths(range.lowerBound), Self.millionths(range.upperBound))
    millionths = min(max(millionths, low), high)
  }

  private static func millionths(_ number: Double) -> Int64 {
    guard number.isFinite, number.magnitude < 1e12 else { return 0 }
    return Int64((number * 1_000_000).rounded(.toNearestOrAwayFromZero))
  }

  /// From 0 to 100.
  var score: Int64 { (min(max(millionths, 0), 100_000_000) + 500_000) / 1_000_000 }
}

/// An author's pattern compiled: RE2, case-insensitive, found anywhere in a text.
struct EvidencePattern: Sendable {
  private let program: Program?

  /// Compiles a pattern; one that RE2 refuses is found nowhere.
  init(_ pattern: String) {
    // The language's own `matches` is RE2; a program with a constant pattern compiles it once.
    let literal = Value.string("(?i)\(pattern)").literal
    var environment = Environment()
    environment.declare(CEL.Variable("text", .string, slot: 0))
    if let tree = try? environment.parse("text.matches(\(literal))"),
      case .success(let checked) = environment.check(tree)
    {
      program = Program(checked)
    } else {
      program = nil
    }
  }

  /// Whether the pattern is found in a text.
  func isFound(in text: String) -> Bool {
    program?.evaluateBool(MapActivation(variables: [0: .string(text)])) == .yes
  }
}
