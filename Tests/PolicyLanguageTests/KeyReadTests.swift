// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Testing

@testable import PolicyLanguage

/// That the compiler asks for every key that is written.
@Suite struct KeyReadTests {
  /// Keys that nothing but people and lists read, or that are read with their document.
  private static let elsewhere: Set<String> = [
    "title", "owner", "notes", "tags", "review_by", "verify",
  ]
  /// What only sending asks for, and what is warned of inside of another key.
  private static let live = [
    "parley.kill_switch", "channel.settings", "pool.senders.stage", "pool.senders.reserve",
    "policy.steps.call", "mapping.suppression.at",
  ]

  @Test(arguments: RepositoryBundles.folders.filter { $0.hasPrefix("Tests/") })
  func `no written key of an executed kind is without effect and without a warning`(
    folder: String
  ) throws {
    let source = BundleSource.read(RepositoryBundles.files(folder))
    let reads = KeyReads()
    let compilation = Compilation(source: source, zones: try ZoneDatabase(), reads: reads)
    _ = compilation.run(digest: "")
    var unread: Set<String> = []
    for document in source.documents where document.kind.isExecuted {
      Self.visit(document.object, document.kind.head, at: document.kind.object) { path, span in
        let isLive = Self.live.contains { path == $0 || path.hasPrefix($0 + ".") }
        if !reads.places.contains(span), !isLive { unread.insert(path) }
      }
    }
    #expect(unread.isEmpty, "\(unread.sorted())")
  }

  @Test(arguments: RepositoryBundles.folders.filter { $0.hasPrefix("Tests/") })
  func `every document of a kind that isn't executed is warned of`(folder: String) throws {
    let source = BundleSource.read(RepositoryBundles.files(folder))
    let warned = Set(source.diagnostics.filter { $0.code == .notExecutedYet }.map(\.span))
    for document in source.documents where !document.kind.isExecuted {
      let hasWarning = warned.contains {
        document.headSpan.file == $0.file
          && $0.bytes.overlaps(document.headSpan.bytes)
      }
      #expect(hasWarning, "\(document.kind.head) \(document.id?.text ?? "")")
    }
  }

  private static func visit(
    _ object: TypedObject, _ path: String, at type: ObjectType?,
    _ tell: (String, SourceSpan) -> Void
  ) {
    for entry in object.entries where !elsewhere.contains(entry.name) && entry.name != path {
      let field = type?.fields.first { $0.name == entry.name }
      // What isn't executed was warned of.
      if field?.isExecuted == false { continue }
      tell("\(path).\(entry.name)", entry.keySpan)
      visit(entry.value, "\(path).\(entry.name)", tell)
    }
    for entry in object.rest { visit(entry.value, "\(path).*", tell) }
  }

  private static func visit(_ value: Typed, _ path: String, _ tell: (String, SourceSpan) -> Void) {
    if let object = value.object { visit(object, path, at: nil, tell) }
    for item in value.list ?? [] { visit(item, path, tell) }
    for entry in value.map ?? [] { visit(entry.value, "\(path).*", tell) }
  }
}
