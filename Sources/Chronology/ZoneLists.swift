// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads the text files that list zones.
enum ZoneLists {
  /// The release and all names of `tzdata.zi`: zones (`Z NAME …`) and links (`L TARGET NAME`).
  static func source(_ bytes: [UInt8]) -> (names: Set<String>, version: String?) {
    var names: Set<String> = []
    var version: String?
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let head = line.first else { continue }
      switch head {
      case UInt8(ascii: "Z"), UInt8(ascii: "L"):
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 3)
        let column = head == UInt8(ascii: "Z") ? 1 : 2
        if fields.count > column { names.insert(String(decoding: fields[column], as: UTF8.self)) }
      case UInt8(ascii: "#") where version == nil:
        let words = line.split(separator: UInt8(ascii: " "))
        if words.count == 3, words[1].elementsEqual("version".utf8) {
          version = String(decoding: words[2], as: UTF8.self)
        }
      default: continue
      }
    }
    return (names, version)
  }

  /// Countries and their zones of `zone.tab` or `zone1970.tab`: codes, coordinates, name, comment.
  static func countries(_ bytes: [UInt8]) -> [String: [String]] {
    var zones: [String: [String]] = [:]
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let fields = line.split(separator: UInt8(ascii: "\t"))
      guard fields.count >= 3 else { continue }
      let name = String(decoding: fields[2], as: UTF8.self)
      for code in fields[0].split(separator: UInt8(ascii: ",")) {
        zones[String(decoding: code, as: UTF8.self), default: []].append(name)
      }
    }
    return zones
  }
}
