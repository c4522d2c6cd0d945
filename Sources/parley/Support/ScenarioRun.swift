// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Guards
import PolicyLanguage
import Simulation

/// A scenario with its bundle, changed by its `what_if`, ready to run.
struct ScenarioRun {
  let loaded: LoadedBundle
  var scenario: Scenario
  let seed: Int64
  /// Where the scenario's data lies, if it has any.
  let dataFolder: String?

  /// Finds a scenario by its file or its id.
  static func load(
    _ name: String, options: BundleOptions, seed: Int64?, data: String?, terminal: Terminal
  ) throws -> ScenarioRun {
    let isFile = name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.contains("/")
    if isFile && !Files.exists(name) {
      throw Failure(
        headline: "there is no file `\(name)`", details: scenarioFiles(options.folder()),
        next: "a file of the folder scenarios/, or a scenario's id")
    }
    let folder = options.folder(near: isFile ? name : nil)
    var loaded = try LoadedBundle.load(folder, terminal: terminal)
    let scenario = try find(name, isFile: isFile, in: loaded)
    if !scenario.whatIf.isEmpty {
      loaded = try LoadedBundle.accept(
        BundleCompiler.compile(
          loaded.result.source, whatIfOf: scenario.id, zones: loaded.zones),
        folder: folder, zones: loaded.zones, terminal: terminal)
    }
    if data != nil, scenario.data == nil {
      throw Failure(
        headline: "scenario `\(scenario.id)` reads no data: its people are made up",
        next: "leave `--data` out, or add `data: {mapping: NAME, folder: DIR}` to the scenario",
        status: 2)
    }
    let home = Files.folder(of: Files.resolve(scenario.place.file, from: folder))
    return ScenarioRun(
      loaded: loaded, scenario: try find(scenario.id, isFile: false, in: loaded),
      seed: seed ?? Int64(scenario.seed) ?? 0,
      dataFolder: data ?? scenario.data.map { Files.resolve($0.folder, from: home) })
  }

  /// What a bundle's folder has instead.
  private static func scenarioFiles(_ folder: String) -> [String] {
    let files = BundleFiles.folder(folder).paths().filter {
      BundleFileRole(path: $0) == .scenario
    }
    return files.isEmpty ? [] : [Failure.list(files)]
  }

  private static func find(_ name: String, isFile: Bool, in loaded: LoadedBundle) throws
    -> Scenario
  {
    let all = loaded.bundle.scenarios
    let found =
      isFile
      ? all.first { sameFile(Files.resolve($0.place.file, from: loaded.folder), name) }
      : all.first { $0.id == name }
    guard let found else {
      if isFile {
        throw Failure(
          headline: "`\(name)` isn't a scenario of the bundle in `\(loaded.folder)`",
          details: ["scenarios lie in its folder scenarios/, one document `scenario: ID` each"])
      }
      throw Failure.unknown("scenario", name, among: all.map(\.id))
    }
    return found
  }

  private static func sameFile(_ a: String, _ b: String) -> Bool {
    func plain(_ path: String) -> String { path.hasPrefix("./") ? String(path.dropFirst(2)) : path }
    return plain(a) == plain(b)
  }

  /// Makes the world and a simulator for it.
  func simulator(_ options: Simulator.Options) throws -> Simulator {
    do {
      let world = try World.make(
        scenario, bundle: loaded.bundle, seed: seed, zones: loaded.zones
      ) { dataFolder ?? $0.folder }
      return try Simulator(
        bundle: loaded.bundle, scenario: scenario, world: world, seed: seed, zones: loaded.zones,
        options: options)
    } catch {
      throw Failure(
        headline: "scenario `\(scenario.id)` can't run: \(error)",
        details: ["it stands at \(scenario.place.file):\(scenario.place.line)"])
    }
  }
}
