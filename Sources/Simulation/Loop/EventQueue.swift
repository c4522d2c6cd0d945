// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is still to happen in a simulated world, earliest first: a binary heap of plain numbers.
///
/// Times are whole seconds. Two items of one second come out by `order`, so a run never depends
/// on how the heap happens to be laid out. Pushing and taking allocate nothing once the heap has
/// grown to its largest size.
struct EventQueue: Sendable {
  /// One thing to happen.
  struct Item: Sendable, Equatable {
    /// When, in seconds since 1970.
    var seconds: Int64
    /// Which comes first within one second; unique.
    var order: UInt64
    /// What: an index that the owner of the queue understands.
    var payload: Int32

    @inline(__always)
    static func isBefore(_ a: Item, _ b: Item) -> Bool {
      a.seconds != b.seconds ? a.seconds < b.seconds : a.order < b.order
    }
  }

  private var heap: ContiguousArray<Item> = []
  /// How many items were taken so far.
  private(set) var taken = 0

  /// How many items wait.
  var count: Int { heap.count }

  /// When the earliest item is due; `nil` if nothing waits.
  var nextSeconds: Int64? { heap.first?.seconds }

  /// Makes room ahead of many pushes.
  mutating func reserve(_ count: Int) { heap.reserveCapacity(count) }

  /// Adds an item.
  mutating func push(_ item: Item) {
    heap.append(item)
    heap.withUnsafeMutableBufferPointer { items in
      var index = items.count - 1
      while index > 0 {
        let parent = (index - 1) / 2
        guard Item.isBefore(item, items[parent]) else { break }
        items[index] = items[parent]
        index = parent
      }
      items[index] = item
    }
  }

  /// Takes the earliest item if it is due at or before `seconds`.
  mutating func take(notAfter seconds: Int64) -> Item? {
    guard let first = heap.first, first.seconds <= seconds, let last = heap.popLast() else {
      return nil
    }
    taken += 1
    guard !heap.isEmpty else { return first }
    heap.withUnsafeMutableBufferPointer { items in
      var index = 0
      while true {
        var child = 2 * index + 1
        guard child < items.count else { break }
        if child + 1 < items.count, Item.isBefore(items[child + 1], items[child]) { child += 1 }
        guard Item.isBefore(items[child], last) else { break }
        items[index] = items[child]
        index = child
      }
      items[index] = last
    }
    return first
  }
}
