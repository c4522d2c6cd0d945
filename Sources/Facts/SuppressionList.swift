// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// Why and since when a person is never to be written to.
public struct Suppression: Hashable, Sendable {
  /// The reason, a string code.
  public let reason: Int32
  /// Since when; `nil` if no source says.
  public let at: Instant?
  /// The only channel it is about; `nil` for all of them.
  public let channel: Int?
}

/// Who is never to be written to: persons, persons on one channel, addresses.
///
/// Entries are added and stay; the first one for a person and channel keeps its reason.
struct SuppressionList: Sendable {
  private struct Entry {
    var reason: Int32
    var at: Instant?
  }
  private struct Column {
    var reasons: ContiguousArray<Int32> = []
    var since = InstantColumn()
  }
  /// Column 0 is about all channels, column n + 1 about channel n.
  private var columns: ContiguousArray<Column> = []
  private var addresses: [Int32: Entry] = [:]

  mutating func add(contact: Int, channel: Int?, reason: Int32, at: Instant?) {
    let column = channel.map { $0 + 1 } ?? 0
    while columns.count <= column { columns.append(Column()) }
    let missing = contact + 1 - columns[column].reasons.count
    if missing > 0 {
      columns[column].reasons.append(contentsOf: repeatElement(0, count: missing))
      columns[column].since.grow(to: contact + 1)
    }
    guard columns[column].reasons[contact] == 0 else { return }
    columns[column].reasons[contact] = reason
    columns[column].since.set(at, row: contact)
  }

  mutating func add(address: Int32, reason: Int32, at: Instant?) {
    if addresses[address] == nil { addresses[address] = Entry(reason: reason, at: at) }
  }

  func entry(address: Int32) -> Suppression? {
    guard !addresses.isEmpty, let entry = addresses[address] else { return nil }
    return Suppression(reason: entry.reason, at: entry.at, channel: nil)
  }

  /// The entry about the person as a whole, else the one about the channel.
  @inline(__always)
  func entry(contact: Int, channel: Int?) -> Suppression? {
    if let entry = entry(contact: contact, column: 0) { return entry }
    guard let channel else { return nil }
    return entry(contact: contact, column: channel + 1)
  }

  @inline(__always)
  private func entry(contact: Int, column: Int) -> Suppression? {
    guard column < columns.count, contact < columns[column].reasons.count else { return nil }
    let reason = columns[column].reasons[contact]
    guard reason != 0 else { return nil }
    return Suppression(
      reason: reason, at: columns[column].since[contact], channel: column == 0 ? nil : column - 1)
  }
}
