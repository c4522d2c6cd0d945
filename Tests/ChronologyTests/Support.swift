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
