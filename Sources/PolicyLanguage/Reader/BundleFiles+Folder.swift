// Licensed under the Apache License, Version 2.0; see LICENSE.

import Glibc

extension BundleFiles {
  /// How deep folders are followed; deeper ones can only be a loop or a mistake.
  private static let folderDepthLimit = 16

  /// The files of a folder on disk; folders whose names begin with a dot are left out.
  ///
  /// - Parameter path: The bundle's folder, absolute or relative to the process's.
  public static func folder(_ path: String) -> BundleFiles {
    BundleFiles(
      paths: {
        var found: [String] = []
        for top in ["policies", "templates", "scenarios", "data"] {
          list(path, below: top, depth: 1, into: &found)
        }
        return found.sorted()
      },
      read: { readFile("\(path)/\($0)") })
  }

  private static func list(
    _ root: String, below folder: String, depth: Int, into found: inout [String]
  ) {
    guard depth <= folderDepthLimit, let handle = opendir("\(root)/\(folder)") else { return }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = "\(folder)/\(name)"
      var status = stat()
      guard stat("\(root)/\(path)", &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: list(root, below: path, depth: depth + 1, into: &found)
      case S_IFREG: found.append(path)
      default: break  // sockets, devices and pipes hold no text
      }
    }
  }

  private static func readFile(_ path: String) -> Result<[UInt8], FileFault> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(.unreadable(String(cString: strerror(errno)))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .failure(.unreadable("not a regular file"))
    }
    guard status.st_size <= sizeLimitBytes else {
      return .failure(.tooLarge(sizeBytes: Int(status.st_size)))
    }
    // One byte more than the limit, so that a file that grows meanwhile is noticed too.
    var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), sizeLimitBytes) + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        return Glibc.read(descriptor, base + count, buffer.count - count)
      }
      if got < 0 {
        if errno == EINTR { continue }
        return .failure(.unreadable(String(cString: strerror(errno))))
      }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes.count > sizeLimitBytes
      ? .failure(.tooLarge(sizeBytes: bytes.count)) : .success(bytes)
  }
}
