// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
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
        let own = folderID(path)
        for top in ["policies", "templates", "scenarios", "data"] {
          list(path, below: top, inside: [own, folderID("\(path)/\(top)")], into: &found)
        }
        return found.sorted()
      },
      read: { readFile("\(path)/\($0)") })
  }

  /// What the system tells a folder by, whatever links lead to it; empty if there is none.
  private static func folderID(_ path: String) -> [UInt64] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    return [UInt64(status.st_dev), UInt64(status.st_ino)]
  }

  /// - Parameter above: The folder and those that it lies in, which no link leads back to.
  private static func list(
    _ root: String, below folder: String, inside above: [[UInt64]], into found: inout [String]
  ) {
    guard above.count <= folderDepthLimit + 1, let handle = opendir("\(root)/\(folder)") else {
      return
    }
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
      case S_IFDIR:
        let own = [UInt64(status.st_dev), UInt64(status.st_ino)]
        if !above.contains(own) {
          list(root, below: path, inside: above + [own], into: &found)
        }
      case S_IFREG: found.append(path)
      default: break  // sockets, devices and pipes hold no text
      }
    }
  }

  private static func readFile(_ path: String) -> Result<[UInt8], FileFault> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(.unreadable(systemReason())) }
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
        return .failure(.unreadable(systemReason()))
      }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes.count > sizeLimitBytes
      ? .failure(.tooLarge(sizeBytes: bytes.count)) : .success(bytes)
  }
}
