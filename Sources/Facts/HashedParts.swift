// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Parts to be hashed, each behind its length as eight big-endian bytes, in room that was made for
/// them before.
struct HashedParts {
  private let buffer: UnsafeMutableRawBufferPointer
  private var count = 0

  private init(_ buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

  /// The hash of the parts that `append` adds.
  ///
  /// They stand on the stack: a run hashes millions of times, and the bytes are forgotten at once.
  ///
  /// - Parameter room: How many bytes they take at most, with their lengths.
  static func hash(room: Int, _ append: (inout HashedParts) -> Void) -> StableHash {
    withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
      var message = HashedParts(buffer)
      append(&message)
      return StableHash(of: UnsafeRawBufferPointer(rebasing: buffer[..<message.count]))
    }
  }

  mutating func append(_ id: Draw.ID) {
    switch id {
    case .text(let text): append(text)
    case .number(let number): append(number: number)
    case .hexadecimal(let high, let low):
      append(length: 32)
      append(digits: high)
      append(digits: low)
    }
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { text in
      append(length: text.count)
      UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + text.count])
        .copyMemory(from: UnsafeRawBufferPointer(text))
      count += text.count
    }
  }

  mutating func append(number: Int) {
    var width = number < 0 ? 2 : 1
    var rest = number.magnitude
    while rest >= 10 {
      rest /= 10
      width += 1
    }
    append(length: width)
    if number < 0 { buffer[count] = UInt8(ascii: "-") }
    count += width
    var place = count
    rest = number.magnitude
    repeat {
      place -= 1
      buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
  }

  private mutating func append(length: Int) {
    buffer.storeBytes(of: UInt64(length).bigEndian, toByteOffset: count, as: UInt64.self)
    count += 8
  }

  private mutating func append(digits word: UInt64) {
    for shift in stride(from: 60 as UInt64, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: word >> shift) & 15
      buffer[count] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      count += 1
    }
  }
}
