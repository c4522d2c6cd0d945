// Licensed under the Apache License, Version 2.0; see LICENSE.

/// An address of the Internet, of version 4 or 6, or a range of addresses with one prefix.
public struct NetworkAddress: Hashable, Sendable {
  /// The address's octets, 4 or 16; for a range the length of its prefix follows.
  private let octets: [UInt8]

  private init(_ octets: [UInt8]) {
    self.octets = octets
  }

  /// Reads an address such as `192.168.0.1` or `2001:db8::68`; `nil` if the text is none.
  ///
  /// Zones are refused, and so is an address of version 4 written with dots inside one of
  /// version 6; written in hexadecimal it is the address of version 4.
  public init?(address text: String) {
    guard let octets = Self.read(text) else { return nil }
    self.octets = octets
  }

  /// Reads a range such as `10.0.0.0/8`; the bits behind the prefix may be anything.
  public init?(range text: String) {
    guard let slash = text.lastIndex(of: "/"), let octets = Self.read(String(text[..<slash]))
    else { return nil }
    let digits = text[text.index(after: slash)...]
    guard let length = Self.decimal(digits, atMost: octets.count * 8) else { return nil }
    self.octets = octets + [UInt8(length)]
  }

  /// Tells whether it is a range.
  public var isRange: Bool { octets.count == 5 || octets.count == 17 }

  /// 4 or 6.
  public var version: Int { octets.count < 16 ? 4 : 6 }

  var address: ArraySlice<UInt8> { isRange ? octets.dropLast() : octets[...] }

  /// How many leading bits a range's addresses share; all of them for a single address.
  public var prefixLength: Int {
    isRange ? octets.last.map { Int($0) } ?? 0 : octets.count * 8
  }

  /// The address that a range was written with.
  var first: NetworkAddress { NetworkAddress(Array(address)) }

  /// The range with all bits behind its prefix cleared.
  var masked: NetworkAddress {
    NetworkAddress(
      address.enumerated().map { position, octet in octet & mask(position) }
        + [UInt8(prefixLength)])
  }

  private func mask(_ position: Int) -> UInt8 {
    let bits = min(8, max(0, prefixLength - 8 * position))
    return bits == 0 ? 0 : UInt8.max << UInt8(8 - bits)
  }

  /// Tells whether all addresses of the other one lie in this range.
  func contains(_ other: NetworkAddress) -> Bool {
    guard version == other.version, prefixLength <= other.prefixLength else { return false }
    for (position, (a, b)) in zip(address, other.address).enumerated()
    where (a ^ b) & mask(position) != 0 {
      return false
    }
    return true
  }

  // MARK: - Reading

  private static func decimal(_ text: Substring, atMost limit: Int) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 3, text.utf8.allSatisfy(isDigit),
      text == "0" || !text.hasPrefix("0"), let number = Int(text), number <= limit
    else { return nil }
    return number
  }

  private static func read(_ text: String) -> [UInt8]? {
    if !text.contains(":") { return version4(text[...]) }
    guard let octets = version6(text) else { return nil }
    guard octets.prefix(10).allSatisfy({ $0 == 0 }), octets[10] == 255, octets[11] == 255 else {
      return octets
    }
    return text.contains(".") ? nil : Array(octets.suffix(4))
  }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var octets: [UInt8] = []
    for part in parts {
      guard let number = decimal(part, atMost: 255) else { return nil }
      octets.append(UInt8(number))
    }
    return octets
  }

  private static func version6(_ text: String) -> [UInt8]? {
    let halves = split(text)
    guard let front = groups(halves[0], mayEndWithDots: halves.count == 1) else { return nil }
    if halves.count == 1 { return front.count == 16 ? front : nil }
    guard halves.count == 2, let back = groups(halves[1], mayEndWithDots: true),
      front.count + back.count <= 14
    else { return nil }
    return front + Array(repeating: 0, count: 16 - front.count - back.count) + back
  }

  /// The parts before and after each `::`.
  private static func split(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var index = start
    while index < text.endIndex {
      let next = text.index(after: index)
      if text[index] == ":", next < text.endIndex, text[next] == ":" {
        parts.append(text[start..<index])
        start = text.index(after: next)
        index = start
      } else {
        index = next
      }
    }
    return parts + [text[start...]]
  }

  private static func groups(_ text: Substring, mayEndWithDots: Bool) -> [UInt8]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var octets: [UInt8] = []
    for (position, part) in parts.enumerated() {
      if mayEndWithDots, position == parts.count - 1, part.contains(".") {
        guard let four = version4(part) else { return nil }
        octets += four
        continue
      }
      guard !part.isEmpty, part.utf8.count <= 4, part.utf8.allSatisfy(isHexDigit),
        let number = UInt16(part, radix: 16)
      else { return nil }
      octets += [UInt8(number >> 8), UInt8(number & 255)]
    }
    return octets.count <= 16 ? octets : nil
  }
}

extension NetworkAddress: CustomStringConvertible {
  /// The form of RFC 5952: lower case, no leading zeros, the longest run of zeros as `::`.
  public var description: String {
    let text =
      version == 4 ? address.map { String($0) }.joined(separator: ".") : version6
    return isRange ? "\(text)/\(prefixLength)" : text
  }

  private var version6: String {
    let octets = Array(address)
    let groups = stride(from: 0, to: 16, by: 2).map {
      UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1])
    }
    var longest = 0..<0
    var start = 0
    while start < groups.count {
      var end = start
      while end < groups.count, groups[end] == 0 { end += 1 }
      // A single group of zeros isn't shortened.
      if end - start > max(1, longest.count) { longest = start..<end }
      start = max(end, start + 1)
    }
    func text(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    if longest.isEmpty { return text(groups[...]) }
    return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
  }

  /// The name of the type as a value of the language.
  var typeName: String { isRange ? "net.CIDR" : "net.IP" }

  /// The function that reads the text back.
  var function: String { isRange ? "cidr" : "ip" }
}
