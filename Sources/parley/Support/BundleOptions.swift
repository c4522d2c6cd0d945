// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import PolicyLanguage

/// Where the bundle is; the same for every command.
struct BundleOptions: ParsableArguments {
  @Option(help: "The bundle's folder: the one that holds policies/parley.yaml.")
  var bundle: String?
  @Option(help: "Colour: auto, always or never.") var color = ColourChoice.auto

  /// The folder: the one named, else the nearest one above `file` that holds a bundle, else here.
  func folder(near file: String? = nil) -> String {
    if let bundle { return bundle }
    guard let file else { return "." }
    var parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    while true {
      let folder = parts.isEmpty ? "." : parts.joined(separator: "/")
      if Files.exists("\(folder)/policies/parley.yaml") { return folder }
      if parts.isEmpty { return "." }
      parts = parts.dropLast()
    }
  }
}

/// Reads the system's time zones.
func loadZones() throws -> ZoneDatabase {
  do {
    return try ZoneDatabase()
  } catch {
    throw Failure(
      headline: "the system's time zones can't be read", details: ["\(error)"],
      next: "apt-get install tzdata")
  }
}

/// A bundle that was read and compiled, and what is needed to show where things stand.
struct LoadedBundle {
  let folder: String
  let zones: ZoneDatabase
  let result: CompileResult
  let bundle: Bundle

  /// Compiles a bundle, or shows what is wrong with it on standard error and ends with status 1.
  ///
  /// - Parameter extraMapping: A mapping's file that is read as if it stood in the bundle.
  static func load(
    _ folder: String, extraMapping: String? = nil, terminal: Terminal
  ) throws -> LoadedBundle {
    guard Files.exists("\(folder)/policies/parley.yaml") else {
      throw Failure(
        headline: "there is no bundle in `\(folder)`: policies/parley.yaml is missing",
        next: "parley check --bundle DIR")
    }
    let zones = try loadZones()
    return try accept(
      BundleCompiler.compile(try files(folder, extraMapping: extraMapping), zones: zones),
      folder: folder, zones: zones, terminal: terminal)
  }

  private static func files(_ folder: String, extraMapping: String?) throws -> BundleFiles {
    let files = BundleFiles.folder(folder)
    guard let extraMapping else { return files }
    let bytes = try Files.read(extraMapping)
    let isInside = files.paths().contains { path in
      BundleFileRole(path: path) == .mapping && (try? files.read(path).get()) == bytes
    }
    if isInside { return files }
    let name = extraMapping.split(separator: "/").last.map(String.init) ?? "extra.mapping.yaml"
    let path = "data/\(name.hasSuffix(".mapping.yaml") ? name : name + ".mapping.yaml")"
    return BundleFiles(
      paths: { files.paths().filter { $0 != path } + [path] },
      read: { $0 == path ? .success(bytes) : files.read($0) })
  }

  /// Takes a compiled bundle, or shows what is wrong with it.
  static func accept(
    _ result: CompileResult, folder: String, zones: ZoneDatabase, terminal: Terminal
  ) throws -> LoadedBundle {
    guard let bundle = result.bundle else {
      let renderer = terminal.renderer(result.source.sources)
      let errors = result.diagnostics.filter { $0.severity == .error }
      printError(renderer.render(errors) + "\n\(result.summary)\n")
      throw ExitCode.foundProblems
    }
    return LoadedBundle(folder: folder, zones: zones, result: result, bundle: bundle)
  }

  /// One line about warnings, so that nobody runs a bundle without knowing of them.
  func mentionWarnings() {
    let count = result.warningCount
    guard count > 0 else { return }
    let folder = folder == "." ? "" : " --bundle \(folder)"
    printError("\(count) warning\(count == 1 ? "" : "s"); see: parley check\(folder)\n")
  }
}
