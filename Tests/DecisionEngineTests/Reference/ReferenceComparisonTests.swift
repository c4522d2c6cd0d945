// Licensed under the Apache License, Version 2.0; see LICENSE.

import Glibc
import Testing

/// The engine against the reference, world by world.
struct ReferenceComparisonTests {
  /// Seeds of the worlds; `PARLEY_SEED=n` runs that one, `PARLEY_WORLDS=n` that many.
  static func seeds(_ count: Int) -> [Int] {
    func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
    if let seed = number("PARLEY_SEED") { return [seed] }
    return Array(1...(number("PARLEY_WORLDS") ?? count))
  }

  @Test func `the engine decides as the reference does`() throws {
    let engine = try ReferenceEngine()
    var compared = 0
    var sends = 0
    var different: [Int] = []
    let seeds = Self.seeds(1_500)
    for seed in seeds {
      let world = ReferenceWorld.random(seed: seed, engine.zones)
      switch engine.compare(world) {
      case .refused: continue
      case .same(let count):
        compared += 1
        sends += count
      case .differs:
        different.append(seed)
        if different.count == 1 { Issue.record("\(engine.report(world))") }
      }
    }
    #expect(different.isEmpty, "\(different.count) worlds differ")
    // Some worlds hold contradictions that `check` proves and refuses: few, or nothing is tested.
    #expect((compared + different.count) * 10 > seeds.count * 8 || seeds.count == 1)
    #expect(sends > compared || seeds.count == 1)
  }
}
