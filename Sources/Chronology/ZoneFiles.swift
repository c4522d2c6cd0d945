// Licensed under the Apache License, Version 2.0; see LICENSE.

import Glibc

/// Reads the few files that zone data consists of.
enum ZoneFiles {
  /// The bytes of a file, or the system's words for why there are none.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limitBytes: A file that is longer is refused.
  static func read(_ path: String, limitBytes: Int) -> Result<[UInt8], Unreadable> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(.lastError()) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 32_768)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(.lastError())
      }
      guard bytes.count + count <= limitBytes else {
        return .failure(Unreadable(reason: "longer than \(limitBytes) bytes"))
      }
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  /// Whether a folder is there.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder without those that begin with a dot, in order; empty if it can't be read.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// Why a file could not be read.
  struct Unreadable: Error {
    var reason: String

    static func lastError() -> Unreadable {
      Unreadable(reason: String(cString: strerror(errno)))
    }
  }
}
