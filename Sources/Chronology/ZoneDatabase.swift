// Licensed under the Apache License, Version 2.0; see LICENSE.

import Synchronization

/// Why the system's time zones can't be used, or one of them can't.
public enum ZoneDatabaseError: Error, Hashable, Sendable {
  /// There is no such folder.
  case folderMissing(path: String)
  /// The folder holds no list of zones and no zone files.
  case empty(path: String)
  /// The database has no zone of that name.
  case unknownZone(name: String)
  /// A zone's file can't be read; the reason is the system's.
  case unreadable(path: String, reason: String)
  /// A zone's file holds something else, or a part.
  case damaged(path: String, ZoneDataError)
}

extension ZoneDatabaseError: CustomStringConvertible {
  /// What is missing and what to do about it.
  public var description: String {
    switch self {
    case .folderMissing(let path):
      "no time zones: there is no folder \(path); install the package tzdata"
    case .empty(let path):
      "no time zones: \(path) holds none; install the package tzdata"
    case .unknownZone(let name):
      "no time zone is called `\(name)`; names look like `Europe/Lisbon`"
    case .unreadable(let path, let reason):
      "can't read the time zone file \(path): \(reason)"
    case .damaged(let path, let error):
      "can't use the time zone file \(path): \(error); reinstall the package tzdata"
    }
  }
}

/// The system's time zones by their IANA names.
///
/// Names are those that the database itself lists, spelt as there. Abbreviations and POSIX rules
/// that it keeps for old programs (`EST`, `EST5EDT`, `CET`, `Factory`) are refused, since who
/// writes one seldom means what it says; so are offsets such as `UTC+2`. A zone's file is read when
/// it is first asked for and kept: look a zone up once and hold the `Zone`, for the look-up
/// takes a lock.
public final class ZoneDatabase: Sendable {
  /// The folder that the files are read from.
  public let path: String
  /// The release of the data, as `2026a`; `nil` where the folder doesn't say.
  public let version: String?
  /// Every name that `zone(named:)` knows, in order.
  public let names: [String]
  /// Codes of ISO 3166 (two capital letters) of the countries that have zones, in order.
  public let countries: [String]

  private let known: Set<String>
  private let namesByCountry: [String: [String]]
  private let cache = Mutex<[String: Result<Zone, ZoneDatabaseError>]>([:])

  /// Where Linux keeps its time zones.
  public static let systemPath = "/usr/share/zoneinfo"

  /// Names of the database that don't name a place's time.
  private static let refusedNames: Set<String> = [
    "CET", "CST6CDT", "EET", "EST", "EST5EDT", "Factory", "HST", "MET", "MST", "MST7MDT",
    "PST8PDT", "WET",
  ]

  /// Reads the lists of zones and countries, but no zone yet.
  ///
  /// - Parameter path: A folder laid out as the system's.
  public init(path: String = ZoneDatabase.systemPath) throws(ZoneDatabaseError) {
    guard ZoneFiles.isFolder(path) else { throw .folderMissing(path: path) }
    self.path = path
    var names: Set<String>
    switch ZoneFiles.read(path + "/tzdata.zi", limitBytes: 4 << 20) {
    case .success(let source):
      let list = ZoneLists.source(source)
      names = list.names
      version = list.version
    case .failure:
      // Some systems leave the source out; the files themselves are the list then.
      names = Set(ZoneDatabase.filesBelow(path, prefix: "", depth: 0))
      version = nil
    }
    names.subtract(ZoneDatabase.refusedNames)

    namesByCountry = ZoneDatabase.countryLists(path)
    countries = namesByCountry.keys.sorted()
    for zones in namesByCountry.values { names.formUnion(zones) }
    guard !names.isEmpty else { throw .empty(path: path) }
    known = names
    self.names = names.sorted()
  }

  /// Whether the database lists a name, exactly as spelt.
  public func contains(_ name: String) -> Bool { known.contains(name) }

  /// The zone of an IANA name; `nil` if there is none, or if its file can't be used.
  ///
  /// `load(_:)` tells these apart.
  public func zone(named name: String) -> Zone? {
    switch lookUp(name) {
    case .success(let zone): zone
    case .failure: nil
    }
  }

  /// The zone of an IANA name, or why it can't be had.
  public func load(_ name: String) throws(ZoneDatabaseError) -> Zone {
    try lookUp(name).get()
  }

  /// The zones of a country; empty if the code isn't one.
  ///
  /// Zones that have agreed since 1970 stand under one name, which may lie in a neighbouring
  /// country (`NO` has `Europe/Berlin`).
  ///
  /// - Parameter code: Two capital letters of ISO 3166, as `PT`.
  public func zones(ofCountry code: String) -> [Zone] {
    (namesByCountry[code] ?? []).compactMap { zone(named: $0) }
  }

  private func lookUp(_ name: String) -> Result<Zone, ZoneDatabaseError> {
    guard known.contains(name) else { return .failure(.unknownZone(name: name)) }
    return cache.withLock { cache in
      if let found = cache[name] { return found }
      let result = read(name)
      cache[name] = result
      return result
    }
  }

  private func read(_ name: String) -> Result<Zone, ZoneDatabaseError> {
    let file = path + "/" + name
    switch ZoneFiles.read(file, limitBytes: 1 << 20) {
    case .failure(let error):
      return .failure(.unreadable(path: file, reason: error.reason))
    case .success(let bytes):
      do throws(ZoneDataError) {
        return .success(try Zone(identifier: name, data: bytes))
      } catch {
        return .failure(.damaged(path: file, error))
      }
    }
  }

  /// Countries and their zones, from the list that counts zones since 1970, else the older one.
  private static func countryLists(_ path: String) -> [String: [String]] {
    for file in ["zone1970.tab", "zone.tab"] {
      switch ZoneFiles.read(path + "/" + file, limitBytes: 1 << 20) {
      case .success(let bytes): return ZoneLists.countries(bytes)
      case .failure: continue
      }
    }
    return [:]
  }

  /// Files whose path reads like a zone's name; `posix` and `right` hold copies of all others.
  private static func filesBelow(_ folder: String, prefix: String, depth: Int) -> [String] {
    guard depth < 4 else { return [] }
    var found: [String] = []
    for name in ZoneFiles.names(in: folder) {
      guard let first = name.utf8.first, (0x41...0x5A).contains(first) else { continue }
      let path = folder + "/" + name
      if ZoneFiles.isFolder(path) {
        found += filesBelow(path, prefix: prefix + name + "/", depth: depth + 1)
      } else if !name.utf8.contains(UInt8(ascii: ".")) {
        found.append(prefix + name)
      }
    }
    return found
  }
}
