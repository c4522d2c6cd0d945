// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Glibc

/// The few things that commands ask of the file system.
enum Files {
  /// Whether something stands at the path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether a file stands at the path, or could.
  static func isPlain(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }

  /// Reads a whole file.
  static func read(_ path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &block, block.count)
      if count < 0 { throw unreadable(path) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[..<count])
    }
  }

  private static func unreadable(_ path: String) -> Failure {
    Failure(headline: "`\(path)` can't be read: \(systemReason())")
  }

  /// Puts new bytes in the place of a file at once, its permissions kept; links are followed.
  static func replace(_ path: String, with bytes: [UInt8]) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { throw unreadable(path) }
    var target = path
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    }
    let file = try OutputFile(target, permissions: status.st_mode & 0o7777)
    try file.write(bytes)
    try file.finish()
  }

  /// Makes a folder with those above it; fine if it is there.
  static func makeFolder(_ path: String) throws {
    if exists(path) { return }
    let above = folder(of: path)
    if above != path { try makeFolder(above) }
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw Failure(
        headline: "the folder `\(path)` can't be made: \(systemReason())")
    }
  }

  /// The folder of a path; `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path beside another one: absolute paths stay, others count from the folder.
  static func resolve(_ path: String, from folder: String) -> String {
    path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
  }
}

/// A file that results are written to: complete under its name, or not there at all.
final class OutputFile: Sendable {
  private let path: String
  private let temporary: String
  private let file: Int32

  /// Creates the file beside its place.
  init(_ path: String, permissions: mode_t = 0o644) throws {
    self.path = path
    // A terminal, a pipe or a null device is written to where it is.
    temporary = Files.isPlain(path) ? "\(path).part" : path
    file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions)
    guard file >= 0 else { throw unwritable() }
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return 0 }
        return Glibc.write(file, base + start, bytes.count - start)
      }
      guard count > 0 else { throw unwritable() }
      start += count
    }
  }

  /// Puts the file in its place.
  func finish() throws {
    guard close(file) == 0 else { throw unwritable() }
    guard temporary == path || rename(temporary, path) == 0 else { throw unwritable() }
  }

  private func unwritable() -> Failure {
    Failure(headline: "`\(path)` can't be written: \(systemReason())")
  }
}
