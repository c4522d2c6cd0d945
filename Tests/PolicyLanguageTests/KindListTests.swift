// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import PolicyLanguage
import Testing

@Suite struct KindListTests {
  @Test func `every file of Kinds is in the list`() throws {
    let folder = goldenFolder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/PolicyLanguage/Kinds")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }.map { $0.dropLast(6).lowercased() }.sorted()
    #expect(files == PolicyKind.all.map(\.name).sorted())
  }

  @Test func `heads, keys and summaries are well-formed`() {
    #expect(Set(PolicyKind.all.map(\.head)).count == PolicyKind.all.count)
    for kind in PolicyKind.all { check(kind.object, in: kind.name) }
  }

  private func check(_ object: ObjectType, in place: String) {
    let names = object.fields.map(\.name)
    #expect(Set(names).count == names.count, "\(place)")
    for field in object.fields {
      #expect(NameForm.snake.admits(field.name), "\(place).\(field.name)")
      #expect(field.summary.hasSuffix("."), "\(place).\(field.name)")
      #expect(field.summary.first?.isLowercase == false, "\(place).\(field.name)")
      check(field.type, in: "\(place).\(field.name)")
    }
    for rule in object.rules {
      let named: [String] =
        switch rule {
        case .exactlyOne(let names), .atMostOne(let names), .atLeastOne(let names): names
        case .needs(let key, let other): [key, other]
        }
      #expect(named.allSatisfy { names.contains($0) }, "\(place): \(named)")
    }
  }

  private func check(_ type: FieldType, in place: String) {
    switch type {
    case .object(let object): check(object, in: place)
    case .list(let item), .oneOrMany(let item), .map(_, let item), .range(let item):
      check(item, in: place)
    case .either(let types): for type in types { check(type, in: place) }
    default: break
    }
  }

  /// A definition of the schema, and a heading of the reference, belong to one map only.
  @Test func `maps of one name are one map`() {
    var known: [String: String] = [:]
    for kind in PolicyKind.all {
      for field in kind.object.fields { collect(field.type, &known) }
    }
    #expect(known.count > 50)
  }

  private func collect(_ type: FieldType, _ known: inout [String: String]) {
    switch type {
    case .object(let object):
      let keys = object.fields.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
      #expect(known[object.name, default: keys] == keys, "\(object.name)")
      known[object.name] = keys
      for field in object.fields { collect(field.type, &known) }
    case .list(let item), .oneOrMany(let item), .map(_, let item), .range(let item):
      collect(item, &known)
    case .either(let types): for type in types { collect(type, &known) }
    default: break
    }
  }

  @Test func `the reference and the schemas follow the kinds`() throws {
    try expectGolden(Reference.markdown(), "reference.md")
    for (role, name) in [
      (BundleFileRole.policies, "policies"), (.scenario, "scenario"), (.mapping, "mapping"),
      (.template, "template"),
    ] {
      let text = JSONSchema.document(for: role).pretty
      _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
      try expectGolden(text + "\n", "schema/\(name).json")
    }
  }

  @Test func `every code has a page and a number of its own`() throws {
    for code in DiagnosticCode.allCases {
      #expect(!code.page.summary.isEmpty && !code.page.summary.hasSuffix("."))
      #expect(code.page.meaning.hasSuffix("."), "\(code)")
      #expect(DiagnosticCode(identifier: code.identifier.lowercased()) == code)
    }
    let pages = DiagnosticCode.allCases.map(\.explanation).joined(separator: "\n")
    try expectGolden(pages, "explain.txt")
  }
}
