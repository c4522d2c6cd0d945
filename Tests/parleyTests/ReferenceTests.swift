// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Testing

/// The generated pages of `docs/`: equal to what the program says of itself.
@Suite struct ReferenceTests {
  @Test func `the policy reference is made from the kinds`() throws {
    let run = try parley(["schema", "--reference"])
    #expect(run.status == 0)
    try expectPage(run.out, "docs/policy-reference.md")
  }

  @Test func `the page of commands is made from the commands`() throws {
    let dump = try parley(["--experimental-dump-help"])
    let object = try JSONSerialization.jsonObject(with: Data(dump.out.utf8)) as? [String: Any]
    let root = try #require(object?["command"] as? [String: Any])
    let commands = (root["subcommands"] as? [[String: Any]] ?? []).filter {
      $0["commandName"] as? String != "help"
    }
    var text = """
      # Commands

      Made from the commands themselves: `parley COMMAND --help` says the same. Results go to standard output, progress and errors to
      standard error. Exit status 0: fine; 1: problems were found; 2: the command line can't be followed; 70: our own fault. Colour is
      used on a terminal only, and never with `NO_COLOR`, unless `--color` says otherwise. `parley --generate-completion-script bash` (or `zsh`, `fish`) prints the
      completion for your shell.


      """
    for command in commands {
      let name = command["commandName"] as? String ?? ""
      text += "- [`parley \(name)`](#parley-\(name)): \(command["abstract"] ?? "")\n"
    }
    for command in commands { text += Self.section(command) }
    try expectPage(text, "docs/cli.md")
  }

  @Test func `the examples of every command fit eighty columns`() throws {
    let dump = try parley(["--experimental-dump-help"])
    let object = try JSONSerialization.jsonObject(with: Data(dump.out.utf8)) as? [String: Any]
    let root = try #require(object?["command"] as? [String: Any])
    let commands = [root] + (root["subcommands"] as? [[String: Any]] ?? [])
    for command in commands where command["commandName"] as? String != "help" {
      let text = command["discussion"] as? String ?? ""
      #expect(text.contains("\n  parley "), "\(command["commandName"] ?? "") has examples")
      for line in text.split(separator: "\n") where line.hasPrefix("  ") {
        #expect(line.count <= 80, "\(line)")
      }
    }
  }

  private static func section(_ command: [String: Any]) -> String {
    let name = command["commandName"] as? String ?? ""
    var text = "\n## parley \(name)\n\n\(command["abstract"] ?? "")\n"
    // Examples are indented by two spaces, prose isn't.
    var isCode = false
    for line in (command["discussion"] as? String ?? "").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("  ") != isCode, !line.isEmpty {
        if isCode { text += "```\n" }
        text += isCode ? "\n" : text.hasSuffix("\n\n") ? "```sh\n" : "\n```sh\n"
        isCode.toggle()
      } else if text.hasSuffix("\n"), !isCode, !line.isEmpty, !text.hasSuffix("\n\n") {
        text += "\n"
      }
      if !(isCode && line.isEmpty) { text += (isCode ? line.dropFirst(2) : line) + "\n" }
    }
    if isCode { text += "```\n" }
    let arguments = (command["arguments"] as? [[String: Any]] ?? []).filter {
      $0["shouldDisplay"] as? Bool != false && !["help", "version"].contains(Self.name(of: $0))
    }
    guard !arguments.isEmpty else { return text }
    text += "\n| | | default |\n| --- | --- | --- |\n"
    for argument in arguments {
      var meaning = argument["abstract"] as? String ?? ""
      if let values = argument["allValues"] as? [String],
        values.contains(where: { !meaning.contains($0) })
      {
        meaning += " One of \(values.map { "`\($0)`" }.joined(separator: ", "))."
      }
      let standard =
        (argument["defaultValue"] as? String).map { "`\($0)`" }
        ?? (argument["isOptional"] as? Bool == true ? "" : "required")
      text += "| \(form(argument)) | \(escaped(meaning)) | \(standard) |\n"
    }
    return text
  }

  private static func name(of argument: [String: Any]) -> String {
    (argument["preferredName"] as? [String: Any])?["name"] as? String ?? ""
  }

  private static func form(_ argument: [String: Any]) -> String {
    let value = (argument["valueName"] as? String ?? "").uppercased()
    switch argument["kind"] as? String {
    case "positional": return "`\(value)`"
    case "flag": return "`--\(name(of: argument))`"
    case _: return "`--\(name(of: argument)) \(value)`"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
