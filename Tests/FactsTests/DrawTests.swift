// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct DrawTests {
  @Test func `a draw is the head of the documented hash`() {
    // SHA-256 over four parts, each behind its length as eight big-endian bytes; the digest was
    // made by another implementation.
    let hash = StableHash(parts: ["parley.draw.1", "7", "enrol.after", "e1"])
    #expect(
      hash.hexadecimal == "fccf7d8758c7904ce2ef72df95b0c925c04e27ccccd6a0e3b72849bf50f807dd")
    #expect(Draw(seed: 7, purpose: "enrol.after", ids: ["e1"]).bits == hash.leading64)
  }

  @Test func `a series draws what single draws give`() {
    var series = DrawSeries(seed: 7, purpose: "people.generate")
    for id in ["c-0001", "", "c-100000"] {
      let drawn = series.draw(DrawSeries.part(id), DrawSeries.part("account.health"))
      #expect(drawn == Draw(seed: 7, purpose: "people.generate", ids: [id, "account.health"]))
    }
  }

  @Test(arguments: [
    (Draw.ID.text("winback"), "winback"), (.text(""), ""), (.text("Łódź — зима"), "Łódź — зима"),
    (.text(String(repeating: "long ", count: 400)), String(repeating: "long ", count: 400)),
    (.number(0), "0"), (.number(-17), "-17"), (.number(100), "100"),
    (.number(.max), "9223372036854775807"), (.number(.min), "-9223372036854775808"),
    (.hexadecimal(0x0123_4567_89ab_cdef, 0), "0123456789abcdef0000000000000000"),
    (.hexadecimal(.max, 10), "ffffffffffffffff000000000000000a"),
  ])
  func `an id draws what its text draws`(id: Draw.ID, text: String) {
    for seed in [Int64.min, -1, 0, 2027, .max] {
      #expect(
        Draw(seed: seed, purpose: "step.after", id)
          == Draw(
            bits: StableHash(parts: ["parley.draw.1", "\(seed)", "step.after", text]).leading64))
    }
    #expect(
      Draw(seed: 7, purpose: "p", .number(1), .text("b"), id, .number(4), id)
        == Draw(seed: 7, purpose: "p", ids: ["1", "b", text, "4", text]))
  }

  @Test func `a draw may have a purpose alone`() {
    #expect(
      Draw(seed: 7, purpose: "p")
        == Draw(bits: StableHash(parts: ["parley.draw.1", "7", "p"]).leading64))
  }

  @Test func `parts don't run into each other`() {
    #expect(StableHash(parts: ["ab", "c"]) != StableHash(parts: ["a", "bc"]))
    #expect(StableHash(parts: ["a"]) != StableHash(parts: ["a", ""]))
  }

  @Test func `a digest in pieces equals one over all`() {
    var digest = Digest()
    digest.update(part: "ab")
    digest.update(part: "c")
    #expect(digest.finish() == StableHash(parts: ["ab", "c"]))
    #expect(
      StableHash(of: "abc").hexadecimal
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `a whole number reaches both ends of its range and nothing else`() {
    var seen: Set<Int64> = []
    for id in 0..<500 {
      seen.insert(Draw(seed: 1, purpose: "die", ids: ["\(id)"]).integer(in: 1...6))
    }
    #expect(seen == [1, 2, 3, 4, 5, 6])
    #expect(Draw(bits: .max).integer(in: .min ... .max) == .max)
    #expect(Draw(bits: 0).integer(in: -3 ... -3) == -3)
  }

  @Test func `a span is drawn in whole seconds between its ends`() {
    for id in 0..<200 {
      let span = Draw(seed: 3, purpose: "after", ids: ["\(id)"])
        .duration(in: .seconds(30 * 86_400) ... .seconds(33 * 86_400))
      #expect(span >= .seconds(30 * 86_400) && span <= .seconds(33 * 86_400))
      #expect(span.components.attoseconds == 0)
    }
  }

  @Test func `chance is never at zero and always at one`() {
    #expect(!Draw(bits: 0).chance(0))
    #expect(Draw(bits: .max).chance(1))
    let hits = (0..<10_000).filter { Draw(seed: 5, purpose: "c", ids: ["\($0)"]).chance(0.3) }
    #expect((2_800...3_200).contains(hits.count))
  }

  @Test func `weights decide how often each choice comes`() {
    var counts = [0, 0, 0]
    for id in 0..<10_000 {
      let draw = Draw(seed: 9, purpose: "w", ids: ["\(id)"])
      if let position = draw.choice(weights: [2, 0, 1]) { counts[position] += 1 }
    }
    #expect((6_400...6_900).contains(counts[0]))
    #expect(counts[1] == 0)
    #expect(Draw(bits: 1).choice(weights: [0, -1]) == nil)
    #expect(Draw(bits: .max).choice(weights: [1, 0]) == 0)
  }

  @Test func `normal and lognormal draws have their mean, spread and median`() {
    let draws = (0..<20_000).map { Draw(seed: 2, purpose: "n", ids: ["\($0)"]) }
    let normal = draws.map { $0.normal(mean: 62, deviation: 18) }
    let mean = normal.reduce(0, +) / 20_000
    let variance = normal.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000
    #expect(abs(mean - 62) < 0.5)
    #expect(abs(variance.squareRoot() - 18) < 0.4)
    let above = draws.filter { $0.lognormal(median: 20, sigma: 1.1) > 20 }
    #expect((9_700...10_300).contains(above.count))
  }

  @Test func `log and exp agree with the platform's to a few units in the last place`() {
    for step in 1...2_000 {
      let x = Double(step) * 0.37
      let ours = PortableMath.log(x)
      #expect(abs(ours - log(x)) <= 4 * max(log(x).ulp, 1e-16), "log(\(x))")
      for power in [x / 3, -x / 3] {
        #expect(abs(PortableMath.exp(power) - exp(power)) <= 4 * exp(power).ulp, "exp(\(power))")
      }
    }
    #expect(PortableMath.log(1) == 0)
    #expect(PortableMath.exp(0) == 1)
    #expect(PortableMath.log(0).isNaN)
    #expect(PortableMath.exp(710) == .infinity)
    #expect(PortableMath.exp(-750) == 0)
  }

  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.025, -1.959963984540054),
    (0.001, -3.090232306167813), (0.8413447460685429, 1.0),
  ])
  func `the normal quantile has its tabled values`(p: Double, z: Double) {
    #expect(abs(PortableMath.normalQuantile(p) - z) < 1e-9)
  }

  @Test func `draws stay the same from release to release`() {
    #expect(
      Draw(seed: 7, purpose: "enrol.after", ids: ["e1"]).integer(in: 0...1_000_000) == 987_542)
  }
}
