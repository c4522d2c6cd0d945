// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Glibc
import Testing

/// The system's zones, read once for all tests.
let zones = Result { try ZoneDatabase() }

func zone(_ name: String) throws -> Zone { try zones.get().load(name) }

/// An instant as tests write it.
func at(_ text: String) throws -> Instant { try Instant(text: text) }

/// A local moment as tests write it.
func local(_ text: String) throws -> CivilDateTime { try CivilDateTime(text: text) }

func date(_ text: String) throws -> CivilDate { try CivilDate(text: text) }

/// Seeds for a property: `PARLEY_SEED` alone if it is set, else the first `count`.
func seeds(_ count: UInt64) -> [UInt64] {
  if let text = getenv("PARLEY_SEED"), let seed = UInt64(String(cString: text)) { return [seed] }
  return Array(1...count)
}

/// A small reproducible generator (SplitMix64, public domain).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The bytes of a file; `nil` if it can't be opened.
func fileBytes(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    guard count > 0 else { return bytes }
    bytes.append(contentsOf: chunk[..<count])
  }
}
