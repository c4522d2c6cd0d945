// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

/// What was decided in one world, in order: the same shape for the reference and the engine.
struct ReferenceTimeline: Sendable {
  enum Verdict: String, Sendable { case send, wait, hold, skip, stop }

  /// One enrolment; the ordinal is 1 for the first of its policy, contact and deal.
  struct Name: Hashable, Sendable {
    var policy, contact: String
    var deal: String?
    var ordinal: Int
  }

  /// A line is added when verdict or reason of a step change.
  struct Line: Hashable, Sendable, CustomStringConvertible {
    var at: Int
    var name: Name
    var step: String
    var verdict: Verdict
    var reason: String?
    var sender: String?
    /// What a wait says of the time ahead, where it was looked at.
    var solved: Solved?

    struct Solved: Hashable, Sendable { var until, earliest: Int? }

    static func == (a: Line, b: Line) -> Bool {
      a.at == b.at && a.description == b.description
    }

    func hash(into hasher: inout Hasher) { hasher.combine(description) }

    var description: String {
      let who = "\(name.policy) \(name.contact)\(name.deal.map { "/" + $0 } ?? "")#\(name.ordinal)"
      let what =
        "\(verdict.rawValue)\(reason.map { " " + $0 } ?? "")\(sender.map { " from " + $0 } ?? "")"
      return "\(Instant(seconds: Int64(at))) \(who) \(step): \(what)"
    }
  }

  struct Ending: Hashable, Sendable, CustomStringConvertible {
    var at: Int
    var name: Name
    var reason: String

    var description: String {
      Line(at: at, name: name, step: "end", verdict: .stop, reason: reason).description
    }
  }

  private struct Key: Hashable {
    var name: Name
    var step: String
  }

  private(set) var lines: [Line] = []
  var endings: [Ending] = []
  private var latest: [Key: Line] = [:]

  /// Steps of which a question was asked: it may stand behind a wait for a while.
  private var asked: Set<Key> = []

  /// Whether a line says something else of its step than the last one.
  func isNews(_ line: Line) -> Bool {
    let before = latest[Key(name: line.name, step: line.step)]
    return before?.verdict != line.verdict || before?.reason != line.reason
  }

  mutating func add(_ line: Line) {
    let key = Key(name: line.name, step: line.step)
    let isNews = isNews(line)
    latest[key] = line
    let isRepeated = line.verdict == .hold && !asked.insert(key).inserted
    if isNews, !isRepeated { lines.append(line) }
  }

  /// Everything but waits, in order of time; within an instant by name, for comparing.
  var outcomes: [String] {
    lines.filter { $0.verdict != .wait }.map(\.description)
      + endings.filter { $0.reason != "" }.map(\.description)
  }

  var sends: [Line] { lines.filter { $0.verdict == .send } }
}

extension ReferenceTimeline {
  /// The first difference between two timelines, in words; `nil` if they say the same.
  ///
  /// Sends, skips and stops must agree in instant and reason, ends too. Of waits only those changes
  /// are written that are seen, so each of the engine's must agree with the reference's state.
  func difference(from reference: ReferenceTimeline) -> String? {
    let mine = lines.filter { $0.verdict != .wait }
    let theirs = reference.lines.filter { $0.verdict != .wait }
    for (a, b) in zip(mine, theirs) where a != b {
      return "engine:    \(a)\nreference: \(b)"
    }
    if mine.count != theirs.count {
      let extra = mine.count > theirs.count ? mine[theirs.count] : theirs[mine.count]
      return "only the \(mine.count > theirs.count ? "engine" : "reference"): \(extra)"
    }
    let ends = Set(endings)
    let expected = Set(reference.endings)
    if ends != expected {
      let (a, b) = (ends.subtracting(expected), expected.subtracting(ends))
      return "ends, engine:    \(a.sorted { $0.at < $1.at }.map(\.description))\n"
        + "ends, reference: \(b.sorted { $0.at < $1.at }.map(\.description))"
    }
    for wait in lines where wait.verdict == .wait {
      let state = reference.lines.last {
        $0.name == wait.name && $0.step == wait.step && $0.at <= wait.at
      }
      if state?.verdict != .wait || state?.reason != wait.reason {
        return "engine:    \(wait)\nreference: \(state.map { "since \($0)" } ?? "nothing yet")"
      }
    }
    return differenceOfWaits(from: reference)
  }

  /// Where the reference looked ahead, the engine must have said the same.
  private func differenceOfWaits(from reference: ReferenceTimeline) -> String? {
    for theirs in reference.lines {
      guard let expected = theirs.solved, let mine = lines.first(where: { $0 == theirs }),
        let solved = mine.solved, solved != expected
      else { continue }
      return "engine:    \(mine) \(solved)\nreference: \(theirs) \(expected)"
    }
    return nil
  }

  /// Both timelines side by side around the first line in which they differ.
  func sideBySide(_ reference: ReferenceTimeline) -> String {
    let mine = lines.map(\.description)
    let theirs = reference.lines.map(\.description)
    let same = zip(mine, theirs).prefix { $0 == $1 }.count
    let width = 78
    var out = "\(padded("engine", to: width)) | reference\n"
    for row in max(0, same - 4)..<min(max(mine.count, theirs.count), same + 12) {
      let left = row < mine.count ? mine[row] : ""
      let right = row < theirs.count ? theirs[row] : ""
      out += "\(padded(left, to: width)) \(left == right ? "|" : "≠") \(right)\n"
    }
    return out
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
