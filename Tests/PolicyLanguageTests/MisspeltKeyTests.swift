// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import PolicyLanguage
import Testing

@Suite struct MisspeltKeyTests {
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
      for entry in documents.flatMap({ objects(in: $0.object) }).flatMap(\.entries) {
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

  /// So that the test above means every key that a kind declares.
  @Test func `every key of the language stands in a bundle`() {
    var written: Set<String> = []
    for folder in RepositoryBundles.folders {
      let source = BundleSource.read(RepositoryBundles.files(folder))
      for document in source.documents + source.templates.compactMap(\.front) {
        for object in objects(in: document.object) {
          written.formUnion(object.entries.map { "\(object.name).\($0.name)" })
        }
      }
    }
    var declared: Set<String> = []
    for kind in PolicyKind.all { collect(kind.object, into: &declared) }
    // What every document may have needs to stand in one.
    let common = Set(PolicyKind.commonFields.map(\.name))
    let kinds = Set(PolicyKind.all.map(\.object.name)).subtracting(["policy"])
    declared = declared.filter { key in
      let parts = key.split(separator: ".").map(String.init)
      return !(kinds.contains(parts[0]) && common.contains(parts[1]))
    }
    #expect(declared.count > 500)
    let missing = declared.subtracting(written).sorted()
    #expect(missing.isEmpty, "write them into Golden/bundles/every-key: \(missing)")
  }

  private func collect(_ object: ObjectType, into declared: inout Set<String>) {
    for field in object.fields where declared.insert("\(object.name).\(field.name)").inserted {
      collect(field.type, into: &declared)
    }
    if let rest = object.rest { collect(rest.type, into: &declared) }
  }

  private func collect(_ type: FieldType, into declared: inout Set<String>) {
    switch type {
    case .object(let object): collect(object, into: &declared)
    case .list(let item), .oneOrMany(let item), .map(_, let item), .range(let item):
      collect(item, into: &declared)
    case .either(let types): for type in types { collect(type, into: &declared) }
    default: break
    }
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

  private func objects(in object: TypedObject) -> [TypedObject] {
    [object] + (object.entries.map(\.value) + object.rest.map(\.value)).flatMap(objects)
  }

  private func objects(in value: Typed) -> [TypedObject] {
    if let object = value.object { return objects(in: object) }
    if let items = value.list { return items.flatMap(objects) }
    return (value.map ?? []).map(\.value).flatMap(objects)
  }
}
