// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage
import Simulation

/// People in files, as `plan`, `why` and `when` take them.
struct PeopleOptions: ParsableArguments {
  @Option(help: "A CSV or JSON-lines file of contacts; its columns are fact paths.")
  var contacts: String?
  @Option(help: "A folder of files that a mapping reads.")
  var data: String?
  @Option(help: "The mapping's file, or its id in the bundle.")
  var mapping: String?

  var areGiven: Bool { contacts != nil || data != nil }
}

/// People as they were read, with their bundle.
struct People {
  let loaded: LoadedBundle
  let store: FactStore
  let events: [FactEvent]
  let report: LoadReport

  /// Reads people by the options; rows that can't be used are told on standard error.
  static func load(
    _ people: PeopleOptions, options: BundleOptions, at instant: String, terminal: Terminal
  ) throws -> (people: People, instant: Instant) {
    let source = try PeopleSource(people, options: options, at: instant, terminal: terminal)
    return (try source.read(), source.instant)
  }
}

/// Where people are, found but not read.
struct PeopleSource {
  let loaded: LoadedBundle
  /// The instant that is asked about.
  let instant: Instant
  private let people: PeopleOptions
  private let kind: Kind

  private enum Kind {
    case columns(ContactFile, path: String)
    case mapping(MappingReader)
  }

  init(
    _ people: PeopleOptions, options: BundleOptions, at instant: String, terminal: Terminal
  ) throws {
    let folder = options.folder()
    let extra = people.mapping.flatMap { Files.exists($0) ? $0 : nil }
    loaded = try LoadedBundle.load(folder, extraMapping: extra, terminal: terminal)
    let bundle = loaded.bundle
    self.people = people
    self.instant = try People.parse(instant, zone: bundle.settings.zone)
    if let file = people.contacts, people.mapping == nil {
      let reader = ContactFile(
        schema: bundle.schema, zone: bundle.settings.zone, clock: self.instant)
      kind = .columns(reader, path: file)
    } else {
      let mapping = try People.mapping(people.mapping, extra: extra, in: bundle)
      var settings = MappingReader.Options(zone: bundle.settings.zone)
      if let file = people.contacts, let source = mapping.contacts?.source {
        settings.overrides = [source: file]
      }
      kind = .mapping(MappingReader(mapping, schema: bundle.schema, options: settings))
    }
  }

  private var folder: String { people.data ?? "." }

  /// Reads everything into a store.
  func read() throws -> People {
    let found: People
    do {
      switch kind {
      case .columns(let reader, let path):
        let contents = try reader.read(path: path)
        found = People(loaded: loaded, store: contents.store, events: [], report: contents.report)
      case .mapping(let reader):
        let world = try reader.read(folder: folder)
        found = People(
          loaded: loaded, store: world.store, events: world.events, report: world.report)
      }
    } catch {
      throw People.unreadable(error)
    }
    People.tell(found.report)
    return found
  }

  /// A scan of the contacts, if facts of contacts are all there is to read.
  func scan(keeping slots: Set<Int>) throws -> ContactScan? {
    do {
      return switch kind {
      case .columns(let reader, let path): try reader.scan(path: path, keeping: slots)
      case .mapping(let reader): try reader.scan(folder: folder, keeping: slots)
      }
    } catch {
      throw People.unreadable(error)
    }
  }
}

extension People {
  fileprivate static func mapping(_ name: String?, extra: String?, in bundle: Bundle) throws
    -> Mapping
  {
    let ids = bundle.mappings.map(\.id)
    var wanted = name
    if let extra { wanted = try id(ofMapping: extra) }
    guard let wanted else {
      guard bundle.mappings.count == 1 else {
        throw Failure(
          headline: "`--data` needs a mapping",
          details: ids.isEmpty ? ["the bundle has none"] : [Failure.list(ids)],
          next: "--mapping data/NAME.mapping.yaml", status: 2)
      }
      return bundle.mappings[0].mapping
    }
    guard let found = bundle.mappings.first(where: { $0.id == wanted }) else {
      throw Failure.unknown("mapping", wanted, among: ids)
    }
    return found.mapping
  }

  /// The id in the first line `mapping: ID` of a file.
  static func id(ofMapping path: String) throws -> String {
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("mapping:") {
      let value = line.dropFirst("mapping:".count).prefix { $0 != "#" }
      return String(value.filter { $0 != " " && $0 != "\"" && $0 != "'" })
    }
    throw Failure(headline: "`\(path)` isn't a mapping: no line begins with `mapping:`")
  }

  /// Reads an instant; a local time or a date means the bundle's zone.
  static func parse(_ text: String, zone: Zone) throws -> Instant {
    if let instant = try? Instant(text: text) { return instant }
    if let local = try? CivilDateTime(text: text) { return zone.instant(of: local) }
    if let date = try? CivilDate(text: text) { return zone.startOfDay(date) }
    throw Failure(
      headline: "`--at` needs an instant, not `\(text)`",
      details: ["such as 2026-10-06T10:00Z, 2026-10-06T10:00 or 2026-10-06"], status: 2)
  }

  /// Why nothing can be read.
  static func unreadable(_ error: LoadError) -> Failure {
    guard case .file = error else { return Failure(headline: error.description) }
    return Failure(
      headline: error.description, next: "--contacts FILE, or --data DIR with --mapping FILE")
  }

  /// Tells on standard error what was left out.
  static func tell(_ report: LoadReport) {
    for column in report.unknownColumns {
      let near = column.nearest.first.map { "; did you mean `\($0)`?" } ?? ""
      printError("column `\(column.name)` names no fact and is left out\(near)\n")
    }
    guard report.rejectedCount > 0 else { return }
    for rejection in report.rejections.prefix(5) where rejection.reason != .undated {
      printError(
        "\(rejection.file):\(rejection.line): row left out: \(rejection.reason.rawValue),"
          + " \(rejection.detail)\n")
    }
    let counts = report.rejectedCounts.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\(Layout.number($0.value)) \($0.key.rawValue)" }
    printError("left out: \(counts.joined(separator: ", "))\n")
  }
}
