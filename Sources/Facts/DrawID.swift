// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Draw {
  /// One of the ids that something is drawn for.
  public enum ID: Sendable {
    /// A text as it is.
    case text(String)
    /// A whole number in decimal digits.
    case number(Int)
    /// Sixteen bytes as 32 lower-case hexadecimal digits, the first eight in the first number.
    case hexadecimal(UInt64, UInt64)
  }

  /// Draws for a purpose and up to five ids, without making any text of them.
  ///
  /// `Draw(seed: 7, purpose: "enrol.each", .text(policy), .number(3))` is
  /// `Draw(seed: 7, purpose: "enrol.each", ids: [policy, "3"])`.
  ///
  /// - Parameters:
  ///   - seed: The seed of the run.
  ///   - purpose: What is drawn: `enrol.after`, `behaviour.reply`.
  ///   - first: Whom it is drawn for, most general first; so are the others.
  public init(
    seed: Int64, purpose: String, _ first: ID, _ second: ID? = nil, _ third: ID? = nil,
    _ fourth: ID? = nil, _ fifth: ID? = nil
  ) {
    var room = first.room + (second?.room ?? 0) + (third?.room ?? 0)
    room += (fourth?.room ?? 0) + (fifth?.room ?? 0)
    self.init(seed: seed, purpose: purpose, room: room) { message in
      message.append(first)
      if let second { message.append(second) }
      if let third { message.append(third) }
      if let fourth { message.append(fourth) }
      if let fifth { message.append(fifth) }
    }
  }

  /// Draws for a purpose and ids.
  ///
  /// - Parameters:
  ///   - seed: The seed of the run.
  ///   - purpose: What is drawn: `enrol.after`, `behaviour.reply`.
  ///   - ids: Whom it is drawn for, most general first.
  public init(seed: Int64, purpose: String, ids: [String] = []) {
    let room = ids.reduce(0) { $0 + 8 + $1.utf8.count }
    self.init(seed: seed, purpose: purpose, room: room) { message in
      for id in ids { message.append(id) }
    }
  }

  private init(
    seed: Int64, purpose: String, room: Int, append ids: (inout HashedParts) -> Void
  ) {
    let head = 8 + Self.version.utf8.count + ID.numberRoom + 8 + purpose.utf8.count
    // On the stack: a run draws millions of times, and the bytes are forgotten at once.
    self = withUnsafeTemporaryAllocation(byteCount: head + room, alignment: 1) { buffer in
      var message = HashedParts(buffer)
      message.append(Self.version)
      message.append(number: Int(seed))
      message.append(purpose)
      ids(&message)
      return Draw(bits: StableHash(of: message.bytes).leading64)
    }
  }

  /// What the bytes of every draw begin with.
  private static var version: String { "parley.draw.1" }
}

extension Draw.ID {
  /// How many bytes a number takes at most, its length included.
  fileprivate static let numberRoom = 8 + 20

  /// How many bytes it takes at most, its length included.
  fileprivate var room: Int {
    switch self {
    case .text(let text): 8 + text.utf8.count
    case .number: Self.numberRoom
    case .hexadecimal: 8 + 32
    }
  }
}

/// Parts to be hashed, each behind its length as eight big-endian bytes, in room that was made for
/// them before.
private struct HashedParts {
  private let buffer: UnsafeMutableRawBufferPointer
  private var count = 0

  init(_ buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }

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
