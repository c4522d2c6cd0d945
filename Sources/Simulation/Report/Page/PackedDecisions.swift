// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Guards
import PolicyLanguage

/// The decisions of a record as the page's script reads them: columns of small numbers, and lists
/// of what the numbers mean.
///
/// Up to `fullLimit` decisions each carries the values of every guard that was asked; above it
/// only sends do, and others carry those of the guards in the way.
struct PackedDecisions {
  /// Up to so many decisions carry the values of every guard that was asked.
  static let fullLimit = 50_000

  private let table: DecisionTable
  private let chains: ChainTable
  private let zone: Zone
  private let from: Instant
  private let to: Instant
  private let isLean: Bool

  private var subjects = Renumbered()
  private var contacts = Renumbered()
  private var accounts = Renumbered()
  private var deals = Renumbered()
  private var patterns = Renumbered()
  private var values = Renumbered()
  private var texts = Renumbered()
  private var columns = Columns()

  private struct Columns {
    var times = PackedText()
    var subjects = PackedText()
    var patterns = PackedText()
    var until = PackedText()
    var earliest = PackedText()
    var senders = PackedText()
    var losses = PackedText()
    var data = PackedText()
    var subjectList = PackedText()
    var contacts = PackedIDs()
    var accounts = PackedIDs()
    var deals = PackedIDs()
  }

  init(_ record: RunRecord, zone: Zone, from: Instant, to: Instant, fullLimit: Int = Self.fullLimit)
  {
    table = record.table
    chains = record.chains
    self.zone = zone
    self.from = from
    self.to = to
    isLean = record.table.rows.count > fullLimit
    for row in table.rows { add(row) }
  }

  private mutating func add(_ row: DecisionTable.Row) {
    let at = Int(row.at - from.seconds)
    columns.times.add(delta: at)
    columns.subjects.add(number(ofSubject: row.subject))
    columns.patterns.add(patterns.number(of: row.pattern))
    columns.until.add(
      row.until == DecisionTable.never
        ? 0 : PackedText.zigzag(Int(row.until - row.at)) + 1)
    columns.earliest.add(
      row.earliest == DecisionTable.never
        ? 0
        : row.earliest == row.until ? 1 : PackedText.zigzag(Int(row.earliest - row.at)) + 2)
    columns.senders.add(Int(row.sender))
    if row.lost > 0 {
      let lost = table.losses[Int(row.lost) - 1]
      columns.losses.add(number(ofContact: lost.contact) + 1)
      columns.losses.add(Int(lost.policy))
      columns.losses.add(Int(lost.limit))
    } else {
      columns.losses.add(0)
    }
    addData(of: row)
  }

  private mutating func addData(of row: DecisionTable.Row) {
    let pattern = table.patterns[row.pattern]
    var position = Int(row.data)
    for index in stride(from: 1, to: pattern.guards.count, by: 2) {
      let flags = pattern.guards[index]
      let shown = shownFlags(flags, pattern.verdict)
      if flags & DecisionTable.Flags.hasValues != 0 {
        if shown & DecisionTable.Flags.hasValues != 0 {
          let number = Int32(truncatingIfNeeded: table.data[position])
          columns.data.add(values.number(of: number))
        }
        position += 1
      }
      if flags & DecisionTable.Flags.hasFlip != 0 {
        if shown & DecisionTable.Flags.hasFlip != 0 {
          // A guard in the way mostly flips when the decision's wait is over.
          let near = row.until == DecisionTable.never ? row.at : row.until
          columns.data.add(signed: Int(table.data[position] - near))
        }
        position += 1
      }
      if flags & DecisionTable.Flags.hasBecause != 0 {
        let number = Int32(truncatingIfNeeded: table.data[position])
        columns.data.add(texts.number(of: number))
        position += 1
      }
    }
  }

  /// The size of what grows with each decision; lists of people and values are counted apart.
  var rowBytes: Int {
    [
      columns.times, columns.subjects, columns.patterns, columns.until, columns.earliest,
      columns.senders, columns.losses, columns.data,
    ].reduce(0) { $0 + $1.text.utf8.count }
  }

  /// What the page carries of a guard.
  private func shownFlags(_ flags: UInt8, _ verdict: Verdict) -> UInt8 {
    if !isLean || flags & DecisionTable.Flags.blocks != 0 { return flags }
    let mask: UInt8 =
      verdict == .send
      ? DecisionTable.Flags.hasFlip
      : DecisionTable.Flags.hasFlip | DecisionTable.Flags.hasValues
    return flags & ~mask
  }

  private mutating func number(ofSubject old: Int32) -> Int {
    let before = subjects.count
    let number = subjects.number(of: old)
    guard subjects.count > before else { return number }
    let subject = table.subjects[old]
    columns.subjectList.add(self.number(ofContact: subject.contact))
    let account = subject.account
    let deal = subject.deal
    let accountBefore = accounts.count
    columns.subjectList.add(account < 0 ? 0 : accounts.number(of: account) + 1)
    if accounts.count > accountBefore { columns.accounts.add(table.accounts[account]) }
    let dealBefore = deals.count
    columns.subjectList.add(deal < 0 ? 0 : deals.number(of: deal) + 1)
    if deals.count > dealBefore { columns.deals.add(table.deals[deal]) }
    return number
  }

  private mutating func number(ofContact old: Int32) -> Int {
    let before = contacts.count
    let number = contacts.number(of: old)
    if contacts.count > before { columns.contacts.add(table.contacts[old]) }
    return number
  }
}

/// Numbers of what is used, in the order of first use.
private struct Renumbered {
  private(set) var old: [Int32] = []
  private var new: [Int32] = []

  var count: Int { old.count }

  mutating func number(of number: Int32) -> Int {
    let index = Int(number)
    if index >= new.count {
      let wanted = max(index + 1, new.count * 2)
      new.append(contentsOf: repeatElement(-1, count: wanted - new.count))
    }
    if new[index] < 0 {
      new[index] = Int32(truncatingIfNeeded: old.count)
      old.append(number)
    }
    return Int(new[index])
  }
}

// MARK: - JSON

extension PackedDecisions {
  /// Everything for the page's script.
  var json: JSONText {
    func strings(_ texts: [String]) -> JSONText { .array(texts.map { .string($0) }) }
    return .object([
      ("count", .int(table.rows.count)),
      ("people", .int(1 << Int(min(40, table.keptBits)))),
      ("lean", .bool(isLean)),
      ("from", .int(Int(from.seconds))),
      ("zone", .string(zone.identifier)),
      ("offsets", offsets),
      ("verdicts", strings(Verdict.allCases.map(\.rawValue))),
      ("stages", strings(Stage.allCases.map(\.rawValue))),
      ("reasons", strings(table.reasons.values)),
      ("missing", .array(table.missing.values.map(strings))),
      ("senders", strings(table.senders.values)),
      ("limits", strings(table.limits.values)),
      ("texts", strings(texts.old.map { table.texts[$0] })),
      ("paths", .array(table.paths.values.map(strings))),
      ("values", .array(values.old.map { json(of: table.values[$0]) })),
      ("chains", .array(chains.chains.map(json))),
      ("patterns", .array(patterns.old.map { json(of: table.patterns[$0]) })),
      ("contacts", columns.contacts.json),
      ("accounts", columns.accounts.json),
      ("deals", columns.deals.json),
      ("subjects", .string(columns.subjectList.text)),
      (
        "rows",
        .object([
          ("t", .string(columns.times.text)),
          ("subject", .string(columns.subjects.text)),
          ("pattern", .string(columns.patterns.text)),
          ("until", .string(columns.until.text)),
          ("earliest", .string(columns.earliest.text)),
          ("sender", .string(columns.senders.text)),
          ("lost", .string(columns.losses.text)),
          ("data", .string(columns.data.text)),
        ])
      ),
    ])
  }

  /// The zone's clock over the run: from which second which offset holds.
  private var offsets: JSONText {
    var list: [JSONText] = []
    // What waits may name times some way behind the end.
    let end = to + .seconds(366 * 86_400)
    var instant: Instant? = from
    while let at = instant, at < end, list.count < 64 {
      list.append(.array([.int(Int(at.seconds)), .int(Int(zone.offsetSeconds(at: at)))]))
      instant = zone.nextOffsetChange(after: at)
    }
    return .array(list)
  }

  private func json(of chain: ChainTable.Chain) -> JSONText {
    .object([
      ("name", .string(chain.name)),
      ("channel", chain.channel.map { .string($0) } ?? .null),
      ("template", chain.template.map { .string($0) } ?? .null),
      (
        "guards",
        .array(
          chain.guards.map {
            .array([
              .string($0.id), .int(Stage.allCases.firstIndex(of: $0.stage) ?? 0),
              $0.expression.map { .string($0) } ?? .null, .string($0.place.file),
              .int($0.place.line),
            ])
          })
      ),
    ])
  }

  private func json(of pattern: DecisionTable.Pattern) -> JSONText {
    var statuses: [UInt8] = []
    var flags: [UInt8] = []
    for index in stride(from: 0, to: pattern.guards.count - 1, by: 2) {
      statuses.append(pattern.guards[index])
      let shown = shownFlags(pattern.guards[index + 1], pattern.verdict)
      flags.append(PackedText.alphabet[Int(shown)])
    }
    return .array([
      .int(Int(pattern.chain)), .int(VerdictCounts.place(pattern.verdict)),
      .int(Int(pattern.reason)), .int(Int(pattern.missing)),
      .string(String(decoding: statuses, as: UTF8.self)),
      .string(String(decoding: flags, as: UTF8.self)),
    ])
  }

  private func json(of values: DecisionTable.Values) -> JSONText {
    .array([.int(Int(values.paths))] + values.contents.map(json))
  }

  /// `null` is "none", an empty list "unknown"; instants are `~` and base 36, counted from the
  /// beginning of the run.
  private func json(of content: TracedValue.Content) -> JSONText {
    switch content {
    case .absent: .null
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(Int(number))
    case .double(let number): .number(number)
    case .unknown: .array([])
    case .text(let text):
      if text.utf8.count == 20, text.utf8.last == UInt8(ascii: "Z"),
        let instant = try? Instant(rfc3339: text), instant.description == text
      {
        .string("~" + String(instant.seconds - from.seconds, radix: 36))
      } else {
        .string(text.hasPrefix("~") ? "~" + text : text)
      }
    }
  }
}
