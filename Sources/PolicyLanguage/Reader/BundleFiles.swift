// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why a file of a bundle could not be read.
public enum FileFault: Error, Hashable, Sendable {
  /// It has more bytes than the reader takes.
  case tooLarge(sizeBytes: Int)
  /// The system refused; the text is the system's, such as `permission denied`.
  case unreadable(String)
}

/// Where the files of a bundle come from: a folder, or a table in memory.
///
/// Tests and tools that check unsaved text pass their own.
public struct BundleFiles: Sendable {
  /// The largest file that is read: 1 MiB.
  public static let sizeLimitBytes = 1 << 20

  /// Paths relative to the bundle, with `/`, in any order.
  public let paths: @Sendable () -> [String]
  /// The bytes of one of the paths.
  public let read: @Sendable (String) -> Result<[UInt8], FileFault>

  /// Makes a source of files.
  public init(
    paths: @escaping @Sendable () -> [String],
    read: @escaping @Sendable (String) -> Result<[UInt8], FileFault>
  ) {
    self.paths = paths
    self.read = read
  }

  /// Files in memory, by path.
  public static func memory(_ files: [String: [UInt8]]) -> BundleFiles {
    BundleFiles(
      paths: { files.keys.sorted() },
      read: { path in
        guard let bytes = files[path] else { return .failure(.unreadable("no such file")) }
        return bytes.count > sizeLimitBytes
          ? .failure(.tooLarge(sizeBytes: bytes.count)) : .success(bytes)
      })
  }

  /// Texts in memory, by path.
  public static func memory(texts: [String: String]) -> BundleFiles {
    memory(texts.mapValues { Array($0.utf8) })
  }
}

/// What a path inside a bundle is for.
public enum BundleFileRole: Hashable, Sendable {
  /// `policies/**/*.yaml`.
  case policies
  /// `scenarios/*.yaml`.
  case scenario
  /// `data/*.mapping.yaml`.
  case mapping
  /// A file of `templates/`, outside `partials/`.
  case template
  /// `templates/partials/NAME.LANG.md`.
  case partial

  /// Tells the role by the path, `nil` for what the bundle doesn't read.
  public init?(path: String) {
    let parts = path.split(separator: "/").map(String.init)
    guard let folder = parts.first, let name = parts.last, parts.count > 1,
      !parts.contains(where: { $0.hasPrefix(".") })
    else { return nil }
    let isYAML = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    switch folder {
    case "policies" where isYAML: self = .policies
    case "scenarios" where isYAML && parts.count == 2: self = .scenario
    case "data" where parts.count == 2 && name.hasSuffix(".mapping.yaml"): self = .mapping
    case "templates" where parts.count > 2 && parts[1] == "partials": self = .partial
    case "templates": self = .template
    default: return nil
    }
  }
}
