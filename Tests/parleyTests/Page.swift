// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Testing

/// A Markdown page as text and fenced blocks, so that tests can run what it shows.
struct Page {
  enum Part {
    case text(String)
    /// The words behind the fence, and the lines inside.
    case block(info: String, body: String)
  }

  let name: String
  var parts: [Part] = []

  init(_ name: String) throws {
    self.name = name
    let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
    var info: String?
    var lines: [Substring] = []
    func flush() -> String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let open = info {
          parts.append(.block(info: open, body: flush()))
          info = nil
        } else {
          parts.append(.text(flush()))
          info = String(line.dropFirst(3))
        }
        lines = []
      } else {
        lines.append(line)
      }
    }
    parts.append(.text(lines.joined(separator: "\n")))
  }

  /// The page's text.
  var text: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .block(let info, let body): "```\(info)\n\(body)```\n"
      }
    }.joined()
  }
}
