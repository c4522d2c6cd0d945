// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why a zone's compiled data could not be read.
public enum ZoneDataError: Error, Hashable, Sendable {
  /// The bytes don't begin like compiled zone data of version 2 or later.
  case notZoneData
  /// The bytes end before what their header announces.
  case truncated
  /// Something in it contradicts the format; the text says what.
  case contradictory(String)
}

extension ZoneDataError: CustomStringConvertible {
  /// The finding, as a message reads it.
  public var description: String {
    switch self {
    case .notZoneData: "this is not compiled zone data (TZif, version 2 or later)"
    case .truncated: "the zone data ends too early"
    case .contradictory(let what): "the zone data contradicts itself: \(what)"
    }
  }
}

/// Reads compiled zone data (TZif, RFC 9636): the 64-bit block and the rule that follows it.
///
/// Abbreviations, leap seconds and the daylight marks are passed over: nothing here asks for them.
struct TZifReader {
  /// When the offset changes, ascending.
  private(set) var transitions: [Int64] = []
  /// The offset before the first transition, then the one that each transition begins.
  private(set) var offsets: [Int32] = []
  /// The rule for the years after the last transition.
  private(set) var rule: PosixRule?

  private let bytes: [UInt8]
  private var position = 0

  /// Beyond these the data can't be a zone's: the largest in use has some 240 transitions.
  private static let maximumTransitions = 20_000
  /// Tables end in 2037 at the latest; later years have the rule.
  private static let latestTransition: Int64 = 1 << 34
  /// RFC 9636, 3.2: an offset lies between −24:59:59 and 25:59:59.
  private static let offsetRange: ClosedRange<Int32> = -89_999...93_599

  init(_ bytes: [UInt8]) throws(ZoneDataError) {
    self.bytes = bytes
    let first = try readHeader()
    try skip(first.blockSize(timeSize: 4))
    let second = try readHeader()
    try readBlock(second)
    self.rule = try readFooter()
  }

  private struct Header {
    var isUTCount, isStandardCount, leapCount, transitionCount, typeCount, characterCount: Int

    func blockSize(timeSize: Int) -> Int {
      transitionCount * (timeSize + 1) + typeCount * 6 + characterCount
        + leapCount * (timeSize + 4) + isStandardCount + isUTCount
    }
  }

  private mutating func readHeader() throws(ZoneDataError) -> Header {
    guard bytes.count >= position + 44 else {
      throw position == 0 ? .notZoneData : .truncated
    }
    let magic: [UInt8] = [0x54, 0x5A, 0x69, 0x66]  // "TZif"
    guard bytes[position..<position + 4].elementsEqual(magic), bytes[position + 4] >= 0x32 else {
      throw position == 0 ? .notZoneData : .contradictory("the second header is missing")
    }
    position += 20
    var counts: [Int] = []
    for _ in 0..<6 { counts.append(Int(try readUInt32())) }
    let header = Header(
      isUTCount: counts[0], isStandardCount: counts[1], leapCount: counts[2],
      transitionCount: counts[3], typeCount: counts[4], characterCount: counts[5])
    guard header.transitionCount <= Self.maximumTransitions, header.typeCount <= 256 else {
      throw .contradictory("its header counts more than a zone can have")
    }
    return header
  }

  private mutating func readBlock(_ header: Header) throws(ZoneDataError) {
    guard header.typeCount >= 1 else { throw .contradictory("it has no offset at all") }
    let end = position + header.blockSize(timeSize: 8)
    guard bytes.count >= end else { throw .truncated }

    var times: [Int64] = []
    times.reserveCapacity(header.transitionCount)
    for _ in 0..<header.transitionCount {
      let time = try readInt64()
      if let last = times.last, time <= last {
        throw .contradictory("its transitions are not in order")
      }
      guard time <= Self.latestTransition else {
        throw .contradictory("a transition lies beyond the year 2500")
      }
      times.append(time)
    }
    let types = Array(bytes[position..<position + header.transitionCount])
    position += header.transitionCount
    var typeOffsets: [Int32] = []
    for _ in 0..<header.typeCount {
      let offset = Int32(bitPattern: try readUInt32())
      guard Self.offsetRange.contains(offset) else {
        throw .contradictory("an offset is longer than a day")
      }
      typeOffsets.append(offset)
      position += 2
    }
    // Type 0 is in force before the first transition.
    offsets = [typeOffsets[0]]
    for (time, type) in zip(times, types) {
      guard Int(type) < typeOffsets.count else {
        throw .contradictory("a transition names an offset that isn't there")
      }
      let offset = typeOffsets[Int(type)]
      // A change of abbreviation alone doesn't move any clock.
      guard offset != offsets[offsets.count - 1] else { continue }
      transitions.append(time)
      offsets.append(offset)
    }
    position = end
  }

  private mutating func readFooter() throws(ZoneDataError) -> PosixRule? {
    guard position < bytes.count, bytes[position] == 0x0A else { throw .truncated }
    let rest = bytes[(position + 1)...]
    guard let end = rest.firstIndex(of: 0x0A) else { throw .truncated }
    guard end > rest.startIndex else { return nil }
    guard let rule = PosixRule(Array(rest[..<end])) else {
      throw .contradictory("the rule for later years can't be read")
    }
    return rule
  }

  private mutating func skip(_ count: Int) throws(ZoneDataError) {
    guard bytes.count - position >= count else { throw .truncated }
    position += count
  }

  private mutating func readUInt32() throws(ZoneDataError) -> UInt32 {
    guard bytes.count - position >= 4 else { throw .truncated }
    defer { position += 4 }
    return bytes[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private mutating func readInt64() throws(ZoneDataError) -> Int64 {
    guard bytes.count - position >= 8 else { throw .truncated }
    defer { position += 8 }
    return Int64(bitPattern: bytes[position..<position + 8].reduce(0) { $0 << 8 | UInt64($1) })
  }
}
