// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Facts
public import Guards
internal import PolicyLanguage

extension ScreenedPlan {
  /// A decision that the text of a plan shows.
  public struct Shown: Hashable, Sendable {
    /// The contact's id.
    public let contact: String
    /// The number of its outcome.
    public let outcome: UInt8
    /// Where it stands in the walk: urgency, the step's hash, the place in the file.
    fileprivate let priority: Int
    fileprivate let hash: UInt64
  }

  /// What was decided about some contacts.
  public struct Tally: Sendable {
    /// How many decisions have which outcome.
    public var counts: [Int]
    /// The first decisions of each verdict, in walk order.
    public private(set) var shown: [Verdict: [Shown]] = [:]
    /// `id,verdict,reason` a line, for the contacts of the block.
    public var lines: [UInt8] = []
    private let most: Int

    /// Begins with nothing.
    ///
    /// - Parameter most: How many decisions are shown of each verdict.
    public init(_ plan: ScreenedPlan, showing most: Int) {
      counts = Array(repeating: 0, count: plan.outcomes.count)
      self.most = most
    }

    /// Adds the decisions about the next contacts of the file.
    public mutating func add(_ next: Tally) {
      for index in counts.indices { counts[index] += next.counts[index] }
      for (verdict, some) in next.shown {
        shown[verdict] = Self.first(most, of: (shown[verdict] ?? []) + some)
      }
    }

    fileprivate mutating func show(_ decision: Shown, _ verdict: Verdict) {
      shown[verdict, default: []].append(decision)
      // Sorted now and then: most decisions are never shown.
      if let count = shown[verdict]?.count, count >= 64 + 2 * most { trim(verdict) }
    }

    fileprivate mutating func trim() { for verdict in Verdict.allCases { trim(verdict) } }

    private mutating func trim(_ verdict: Verdict) {
      if let some = shown[verdict] { shown[verdict] = Self.first(most, of: some) }
    }

    /// Equal places keep the order in which they came.
    private static func first(_ most: Int, of decisions: [Shown]) -> [Shown] {
      let ordered = decisions.enumerated().sorted { a, b in
        (a.element.priority, a.element.hash, a.offset)
          < (b.element.priority, b.element.hash, b.offset)
      }
      return ordered.prefix(most).map(\.element)
    }
  }

  /// Decides about the contacts of a block.
  ///
  /// - Parameters:
  ///   - writes: Whether `id,verdict,reason` is written.
  ///   - most: How many decisions are shown of each verdict.
  ///   - seed: What the walk's order is drawn from.
  public func decide(
    _ block: borrowing ContactBlock, writes: Bool, showing most: Int, seed: Int64
  ) -> Tally {
    var tally = Tally(self, showing: most)
    let columns = parts.indices.map { outcomes(of: $0, block) }
    for column in columns {
      for outcome in column { tally.counts[Int(outcome)] += 1 }
    }
    if writes { write(block, columns, &tally.lines) }
    if most > 0 { show(block, columns, seed, &tally) }
    return tally
  }

  private func write(
    _ block: borrowing ContactBlock, _ columns: [ContiguousArray<UInt8>], _ lines: inout [UInt8]
  ) {
    let endings = outcomes.map { $0.map(BriefLine.ending) ?? [] }
    lines.reserveCapacity(block.count * 48)
    for row in 0..<block.count {
      for column in columns where column[row] != Self.none {
        BriefLine.append(id: block.id(row), to: &lines)
        lines.append(contentsOf: endings[Int(column[row])])
      }
    }
  }

  private func show(
    _ block: borrowing ContactBlock, _ columns: [ContiguousArray<UInt8>], _ seed: Int64,
    _ tally: inout Tally
  ) {
    for (part, column) in zip(parts, columns) {
      let policy = bundle.policies[part.policy]
      for row in 0..<block.count {
        guard let outcome = outcomes[Int(column[row])] else { continue }
        let contact = String(decoding: block.id(row), as: UTF8.self)
        let hash = Engine.tieHash(
          seed: seed, policy: policy.id, contact: contact, subject: contact,
          step: policy.steps[0].id)
        tally.show(
          Shown(
            contact: contact, outcome: column[row], priority: part.priority, hash: hash),
          outcome.verdict)
      }
    }
    tally.trim()
  }
}

/// One line of a brief plan: `id,verdict,reason`, quoted as CSV demands.
public enum BriefLine {
  /// The names of the columns.
  public static let header = Array("id,verdict,reason\n".utf8)

  /// What stands behind the id, with the line's end.
  public static func ending(verdict: Verdict, reason: String?) -> [UInt8] {
    Array(",\(verdict.rawValue),\(reason ?? "")\n".utf8)
  }

  static func ending(_ outcome: ScreenedPlan.Outcome) -> [UInt8] {
    ending(verdict: outcome.verdict, reason: outcome.reason)
  }

  /// Appends an id.
  @inline(__always)
  public static func append(id: UnsafeBufferPointer<UInt8>, to lines: inout [UInt8]) {
    // Signs that a cell can't hold bare lie at or below the comma.
    var isPlain = true
    for byte in id where byte <= UInt8(ascii: ",") { isPlain = isPlain && !needsQuotes(byte) }
    if isPlain {
      lines.append(contentsOf: id)
      return
    }
    lines.append(UInt8(ascii: "\""))
    for byte in id {
      if byte == UInt8(ascii: "\"") { lines.append(byte) }
      lines.append(byte)
    }
    lines.append(UInt8(ascii: "\""))
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
