// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Gives the YAML of a bundle one form: two spaces a level, one space behind `:` and `,`, no spaces
/// at the ends of lines, one empty line at most, a line break at the end.
///
/// Comments, the order of keys, quotes, columns that were aligned on purpose, and what stands
/// inside texts and expressions stay as they are. A text that has its form already is left alone,
/// and one whose meaning would change is refused.
public enum PolicyFormatter {
  /// What formatting gives.
  public enum Outcome: Sendable {
    /// The text in its form; equal to what was given if it had it already.
    case formatted([UInt8])
    /// The text must be mended first.
    case refused([Diagnostic], SourceMap)
    /// The text holds something that can't be moved without changing it.
    case unsafe
  }

  /// A pass can free others to follow: texts settle in two or three.
  private static let passLimit = 16

  /// Formats one file.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - path: Its path in the bundle, for messages.
  public static func format(_ bytes: [UInt8], path: String) -> Outcome {
    if !isReadable(bytes) {
      let source = BundleSource.read(bytes: bytes, path: path)
      let faults = source.diagnostics.filter {
        $0.severity == .error && $0.code.identifier.hasPrefix("PAR1")
      }
      return .refused(faults, source.sources)
    }
    let original = withPlainBreaks(bytes)
    guard let first = YAMLLayout(original) else { return .unsafe }
    var layout = first
    for _ in 0..<passLimit {
      var pass = LayoutPass(layout)
      let next = pass.run()
      if next == layout.bytes {
        return isSame(first, layout) ? .formatted(next) : .unsafe
      }
      guard let nextLayout = YAMLLayout(next) else { return .unsafe }
      layout = nextLayout
    }
    return .unsafe
  }

  /// Whether the text is YAML as policies have it: no odd characters, no faults, no double keys.
  private static func isReadable(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= BundleFiles.sizeLimitBytes, TextFault.all(in: bytes).isEmpty else {
      return false
    }
    var faults: [Diagnostic] = []
    _ = YAMLReader.documents(
      of: SourceFile(path: "", bytes: bytes), id: FileID(0), into: &faults)
    return !faults.contains { $0.severity == .error }
  }

  /// Lines that end in `\n`, without a byte order mark.
  private static func withPlainBreaks(_ bytes: [UInt8]) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for (offset, byte) in bytes.enumerated().dropFirst(start) {
      guard byte == UInt8(ascii: "\r") else {
        plain.append(byte)
        continue
      }
      if offset + 1 == bytes.count || bytes[offset + 1] != UInt8(ascii: "\n") {
        plain.append(UInt8(ascii: "\n"))
      }
    }
    return plain
  }

  /// Whether two texts say the same: the same lists, maps and scalars in the same styles, and the
  /// same comments.
  private static func isSame(_ a: YAMLLayout, _ b: YAMLLayout) -> Bool {
    guard let first = YAMLMark.all(in: a.bytes), let second = YAMLMark.all(in: b.bytes) else {
      return false
    }
    return first.map(\.kind) == second.map(\.kind) && a.comments == b.comments
  }
}

extension YAMLLayout {
  /// A comment as it stands in a text.
  struct Comment: Hashable {
    let text: String
    /// Whether two spaces or more stand before it, which an expression needs.
    let isApart: Bool
  }

  /// All comments in order.
  var comments: [Comment] {
    var found: [Comment] = []
    for number in lines.indices {
      if case .text = lines[number] { continue }
      let range = file.byteRange(ofLine: number)
      var offset = range.lowerBound
      while offset < range.upperBound {
        if let scalar = Self.last(scalars, before: offset + 1).map({ scalars[$0] }),
          scalar.range.contains(offset)
        {
          offset = scalar.range.upperBound
          continue
        }
        let isStart = offset == range.lowerBound || WorkText.isSpace(bytes[offset - 1])
        if bytes[offset] == UInt8(ascii: "#"), isStart {
          var end = range.upperBound
          while end > offset, WorkText.isSpace(bytes[end - 1]) { end -= 1 }
          let isApart =
            contentStart(ofLine: number) == offset
            || bytes[range.lowerBound..<offset].suffix(2).allSatisfy { WorkText.isSpace($0) }
          found.append(
            Comment(text: String(decoding: bytes[offset..<end], as: UTF8.self), isApart: isApart))
          break
        }
        offset += 1
      }
    }
    return found
  }
}
