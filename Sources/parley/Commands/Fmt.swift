// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Glibc
import PolicyLanguage
import Simulation

/// `parley fmt`: one form for all policy files.
struct Fmt: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give policy files one form: indentation, spaces, line ends; nothing else.",
    discussion: """
      Formats the files named, or every YAML file of the bundle. Comments, the order of keys, \
      quotes, columns aligned on purpose and the insides of texts and expressions stay as they \
      are. A file that can't be read, or whose meaning would change, is left alone and told about.

        parley fmt
        parley fmt policies/winback.yaml
        parley fmt --check                    exit status 1 if a file isn't in form
        parley fmt - < policies/winback.yaml  for editors: from input to output
      """)

  @OptionGroup var options: BundleOptions
  @Argument(help: "Files to format, or `-` for standard input; the bundle's if left out.")
  var files: [String] = []
  @Flag(help: "Change nothing; name the files that aren't in form, and exit with 1.")
  var check = false

  func run() throws {
    let terminal = Terminal.current(options.color)
    if files == ["-"] { return try filter(terminal) }
    var changed = 0
    var refused = 0
    let paths = try files.isEmpty ? bundleFiles() : files
    for path in paths {
      let bytes = try Files.read(path)
      switch PolicyFormatter.format(bytes, path: path) {
      case .formatted(let formatted):
        guard formatted != bytes else { continue }
        changed += 1
        if !check { try Files.replace(path, with: formatted) }
        printOut("\(path)\n")
      case .refused(let diagnostics, let sources):
        refused += 1
        tell(diagnostics, sources, terminal)
      case .unsafe:
        refused += 1
        printError("parley: \(Self.unsafe(path))\n")
      }
    }
    printOut(closing(paths.count, changed: changed, refused: refused))
    if refused > 0 || (check && changed > 0) { throw ExitCode.foundProblems }
  }

  private func closing(_ count: Int, changed: Int, refused: Int) -> String {
    func files(_ count: Int) -> String { "\(Layout.number(count)) file\(count == 1 ? "" : "s")" }
    var text = "\(files(count)): "
    switch (changed, check) {
    case (0, _): text += refused == 0 ? "all in form" : "nothing changed"
    case (_, true): text += "\(Layout.number(changed)) not in form; `parley fmt` mends them"
    case (_, false): text += "\(Layout.number(changed)) formatted"
    }
    if refused > 0 { text += ", \(Layout.number(refused)) left alone" }
    return text + "\n"
  }

  private func filter(_ terminal: Terminal) throws {
    let bytes = try Files.read("/dev/stdin")
    switch PolicyFormatter.format(bytes, path: "stdin") {
    case .formatted(let formatted):
      if check {
        if formatted != bytes { throw ExitCode.foundProblems }
      } else {
        printOut(String(decoding: formatted, as: UTF8.self))
      }
    case .refused(let diagnostics, let sources):
      tell(diagnostics, sources, terminal)
      throw ExitCode.foundProblems
    case .unsafe: throw Failure(headline: Self.unsafe("the input"))
    }
  }

  private func bundleFiles() throws -> [String] {
    let folder = options.folder()
    guard Files.exists("\(folder)/policies") else {
      throw Failure(
        headline: "there is no bundle in `\(folder)`: it has no folder `policies`",
        next: "parley fmt FILE, or parley fmt --bundle DIR")
    }
    return BundleFiles.folder(folder).paths().filter { path in
      switch BundleFileRole(path: path) {
      case .policies, .scenario, .mapping: true
      case .template, .partial, nil: false
      }
    }.map { Files.resolve($0, from: folder) }
  }

  private func tell(_ diagnostics: [Diagnostic], _ sources: SourceMap, _ terminal: Terminal) {
    printError(terminal.renderer(sources).render(diagnostics) + "\n")
  }

  private static func unsafe(_ name: String) -> String {
    "\(name) is left as it is: moving its lines would change what it says"
  }
}
