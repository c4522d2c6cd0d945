// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Which contacts are one person: the older row stands for all of them.
struct Persons: Sendable {
  /// The row that stands for each row; empty as long as everybody is one row.
  private var heads: ContiguousArray<Int32> = []
  private var members: [Int32: [Int]] = [:]

  var isEmpty: Bool { heads.isEmpty }

  @inline(__always)
  func head(of row: Int) -> Int { row < heads.count ? Int(heads[row]) : row }

  func rows(of head: Int) -> [Int] {
    members[Int32(truncatingIfNeeded: head)] ?? [head]
  }

  mutating func link(_ member: Int, to head: Int) {
    let top = max(member, head)
    while heads.count <= top { heads.append(Int32(truncatingIfNeeded: heads.count)) }
    let joined = (rows(of: head) + rows(of: member)).sorted()
    members[Int32(truncatingIfNeeded: member)] = nil
    members[Int32(truncatingIfNeeded: head)] = joined
    for row in joined { heads[row] = Int32(truncatingIfNeeded: head) }
  }
}

extension FactStore {
  /// The row that stands for the person of a contact's row: the oldest of the person's rows.
  @inline(__always)
  public func person(of contact: Int) -> Int { persons.head(of: contact) }

  /// Whether a contact's row stands for its person; the others are never enrolled.
  @inline(__always)
  public func isPerson(_ contact: Int) -> Bool { persons.head(of: contact) == contact }

  /// All rows of a person.
  public func rows(ofPerson contact: Int) -> [Int] { persons.rows(of: person(of: contact)) }

  /// Makes two contacts one person: history and suppression are joined, consent is the weaker.
  public mutating func merge(_ a: Int, with b: Int) {
    let first = person(of: a)
    let second = person(of: b)
    guard first != second else { return }
    let head = min(first, second)
    let member = max(first, second)
    persons.link(member, to: head)
    contactHistory.join(member, into: head)
    log.moveEntries(ofContact: member, to: head)
    let channels: [Int?] = [nil] + channelNames.indices.map { $0 }
    for channel in channels {
      if let entry = suppressions.entry(contact: member, channel: channel),
        entry.channel == channel
      {
        suppressions.add(contact: head, channel: channel, reason: entry.reason, at: entry.at)
      }
    }
  }
}
