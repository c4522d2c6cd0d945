// Licensed under the Apache License, Version 2.0; see LICENSE.

import PolicyLanguage
import Testing

@Suite struct MisspeltKeyTests {
  /// For every key of the language in every example: misspelling it gives an error on that line.
  @Test func `misspelling any key is an error on its line`() throws {
    var tried = 0
    for (path, bytes) in Examples.all() {
      guard BundleFileRole(path: path).map({ $0 != .partial }) == true else { continue }
      let source = BundleSource.read(text: String(decoding: bytes, as: UTF8.self), path: path)
      let fronts = source.templates.compactMap(\.front)
      for object in (source.documents + fronts).flatMap({ objects(in: $0.object) }) {
        for entry in object.entries {
          var copy = bytes
          let range = entry.keySpan.bytes
          // In the middle, so that quotes stay where they are.
          copy.insert(UInt8(ascii: "q"), at: (range.lowerBound + range.upperBound + 1) / 2)
          let text = String(decoding: copy, as: UTF8.self)
          let found = BundleSource.read(text: text, path: path)
          let line = found.sources.files[0].line(at: range.lowerBound)
          let isFound = found.diagnostics.contains {
            $0.severity == .error
              && found.sources[$0.span.file].line(at: $0.span.bytes.lowerBound) == line
          }
          #expect(isFound || hasRest(object), "\(path):\(line + 1): `\(entry.name)`")
          tried += 1
        }
      }
    }
    #expect(tried > 500)
  }

  /// Where authors have keys of their own, a misspelt key may be one of them: names are checked
  /// when facts are resolved.
  private func hasRest(_ object: TypedObject) -> Bool {
    [
      "generated contact", "generated account", "contact facts", "account facts", "deal facts",
      "scripted event", "mapped event",
    ].contains(object.name)
  }

  private func objects(in object: TypedObject) -> [TypedObject] {
    [object] + (object.entries.map(\.value) + object.rest.map(\.value)).flatMap(objects)
  }

  private func objects(in value: Typed) -> [TypedObject] {
    switch value.value {
    case .object(let object): objects(in: object)
    case .list(let items): items.flatMap(objects)
    case .map(let entries): entries.map(\.value).flatMap(objects)
    default: []
    }
  }
}
