// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Which rows of one table belong to each row of another, oldest first.
///
/// Each owner's members lie side by side; an owner that outgrows its room moves to the end with
/// twice as much, so appending costs constant time on average.
public struct Adjacency: Sendable {
  private var starts: ContiguousArray<Int32> = []
  private var counts: ContiguousArray<Int32> = []
  private var rooms: ContiguousArray<Int32> = []
  private var members: ContiguousArray<Int32> = []

  mutating func appendOwner() {
    starts.append(0)
    counts.append(0)
    rooms.append(0)
  }

  mutating func append(_ member: Int32, to owner: Int) {
    if counts[owner] == rooms[owner] {
      let room = max(2, Int(rooms[owner]) * 2)
      precondition(members.count < Int(Int32.max) - room, "fewer than 2^31 members")
      let start = members.count
      // One by one: a slice of the members would hold them, and the first append copy them all.
      let old = Int(starts[owner])
      for index in old..<old + Int(counts[owner]) { members.append(members[index]) }
      for _ in Int(counts[owner])..<room { members.append(-1) }
      starts[owner] = Int32(truncatingIfNeeded: start)
      rooms[owner] = Int32(truncatingIfNeeded: room)
    }
    members[Int(starts[owner] + counts[owner])] = member
    counts[owner] += 1
  }

  mutating func remove(_ member: Int32, from owner: Int) {
    guard let position = self[owner].firstIndex(of: member) else { return }
    let end = Int(starts[owner] + counts[owner])
    for index in position..<(end - 1) { members[index] = members[index + 1] }
    counts[owner] -= 1
  }

  /// The owner's members.
  public subscript(owner: Int) -> ArraySlice32 {
    let start = Int(starts[owner])
    return members[start..<start + Int(counts[owner])]
  }

  /// How many members the owner has.
  public func count(_ owner: Int) -> Int { Int(counts[owner]) }
}

/// Rows that lie side by side.
public typealias ArraySlice32 = ContiguousArray<Int32>.SubSequence
