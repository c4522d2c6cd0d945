// Licensed under the Apache License, Version 2.0; see LICENSE.

import TestSupport
import Testing

@testable import Simulation

struct EventQueueTests {
  @Test func `items come out by time, and within one second by their order`() {
    var queue = EventQueue()
    for (seconds, order) in [(5, 2), (3, 9), (5, 1), (4, 0), (3, 8)] as [(Int64, UInt64)] {
      queue.push(EventQueue.Item(seconds: seconds, order: order, payload: Int32(order)))
    }
    #expect(queue.nextSeconds == 3)
    var taken: [Int32] = []
    while let item = queue.take(notAfter: .max) { taken.append(item.payload) }
    #expect(taken == [8, 9, 0, 1, 2])
    #expect(queue.taken == 5)
    #expect(queue.nextSeconds == nil)
  }

  @Test func `nothing comes out before it is due`() {
    var queue = EventQueue()
    queue.push(EventQueue.Item(seconds: 10, order: 0, payload: 1))
    #expect(queue.take(notAfter: 9) == nil)
    #expect(queue.take(notAfter: 10)?.payload == 1)
    #expect(queue.take(notAfter: 10) == nil)
  }

  @Test(arguments: 1...20)
  func `the heap agrees with sorting, whatever is pushed while it empties`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var queue = EventQueue()
    var waiting: [EventQueue.Item] = []
    var order: UInt64 = 0
    var clock: Int64 = 0
    for _ in 0..<2_000 {
      if random.next() % 3 != 0 || waiting.isEmpty {
        let item = EventQueue.Item(
          seconds: clock + Int64(random.next() % 50), order: order, payload: Int32(order))
        order += 1
        queue.push(item)
        waiting.append(item)
      } else {
        waiting.sort { EventQueue.Item.isBefore($0, $1) }
        let expected = waiting.removeFirst()
        clock = expected.seconds
        #expect(queue.take(notAfter: .max) == expected, "PARLEY_SEED=\(seed)")
      }
    }
    #expect(queue.count == waiting.count)
  }
}
