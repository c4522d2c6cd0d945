// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import PolicyLanguage

/// `parley schema`: the JSON Schema of the policy language, for editors.
struct SchemaCommand: ParsableCommand {
  /// Which files a schema is for.
  enum Files: String, ExpressibleByArgument, CaseIterable {
    case policies
    case scenarios
    case mappings

    var role: BundleFileRole {
      switch self {
      case .policies: .policies
      case .scenarios: .scenario
      case .mappings: .mapping
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of the policy language, for completion in editors.",
    discussion: """
      Editors with a YAML language server complete and check keys by it: begin a file with the \
      line `# yaml-language-server: $schema=…/policies.schema.json`.

        parley schema > policies.schema.json
        parley schema --files scenarios
        parley schema limit
        parley schema --reference > policy-reference.md
      """)

  @Argument(help: "One kind's name, such as `limit`; all kinds if left out.") var kind: String?
  @Option(help: "The files to describe: policies, scenarios or mappings.")
  var files = Files.policies
  @Flag(help: "Print the reference for people, in Markdown.") var reference = false

  func run() throws {
    guard let kind else {
      printOut(
        reference ? Reference.markdown() : JSONSchema.document(for: files.role).pretty + "\n")
      return
    }
    guard let one = PolicyKind.named(kind) else {
      let near = NameSuggestion.nearest(to: kind, in: PolicyKind.all.map(\.name))
      throw Failure(
        headline: "no kind is called `\(kind)`",
        next: near.first.map { "parley schema \($0)" } ?? "parley explain --all")
    }
    printOut(reference ? Reference.markdown(of: one) : JSONSchema.schema(of: one).pretty + "\n")
  }
}
