// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import PolicyLanguage
import Testing

@Suite struct CompilerMisspellingTests {
  /// Misspells each key of the language once and looks for an error on its line: first in what the
  /// file says alone, then, where authors have keys of their own, in the whole bundle.
  @Test(arguments: RepositoryBundles.folders)
  func `misspelling any key of a bundle is an error on its line`(_ folder: String) throws {
    let zones = try ZoneDatabase()
    let files = RepositoryBundles.files(folder)
    var contents: [String: [UInt8]] = [:]
    for path in files.paths() where BundleFileRole(path: path) != nil {
      if case .success(let bytes) = files.read(path) { contents[path] = bytes }
    }
    var tried = 0
    for (path, bytes) in contents.sorted(by: { $0.key < $1.key }) {
      let source = BundleSource.read(text: String(decoding: bytes, as: UTF8.self), path: path)
      let documents = source.documents + source.templates.compactMap(\.front)
      for entry in documents.flatMap({ keys(in: $0.object) }) {
        var copy = bytes
        let range = entry.keySpan.bytes
        copy.insert(UInt8(ascii: "q"), at: (range.lowerBound + range.upperBound + 1) / 2)
        let alone = BundleSource.read(text: String(decoding: copy, as: UTF8.self), path: path)
        let line = source.sources.files[0].line(at: range.lowerBound)
        tried += 1
        if isTold(alone.diagnostics, alone.sources, path, line) { continue }
        var changed = contents
        changed[path] = copy
        let result = BundleCompiler.compile(.memory(changed), zones: zones)
        #expect(
          isTold(result.diagnostics, result.source.sources, path, line),
          "\(path):\(line + 1): `\(entry.name)`")
      }
    }
    #expect(tried > 20)
  }

  private func isTold(
    _ diagnostics: [Diagnostic], _ sources: SourceMap, _ path: String, _ line: Int
  ) -> Bool {
    diagnostics.contains { diagnostic in
      let file = sources[diagnostic.span.file]
      return diagnostic.severity == .error && file.path == path
        && file.line(at: diagnostic.span.bytes.lowerBound) == line
    }
  }

  private func keys(in object: TypedObject) -> [TypedObject.Entry] {
    object.entries
      + (object.entries.map(\.value) + object.rest.map(\.value)).flatMap(keys)
  }

  private func keys(in value: Typed) -> [TypedObject.Entry] {
    if let object = value.object { return keys(in: object) }
    if let items = value.list { return items.flatMap(keys) }
    return (value.map ?? []).map(\.value).flatMap(keys)
  }
}
