// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Library {
  static var networkFunctions: [LibraryFunction] {
    let ip = CELType.opaque("net.IP")
    let cidr = CELType.opaque("net.CIDR")
    func member(_ name: String, _ function: StandardFunction, _ forms: [LibraryFunction.Signature])
      -> LibraryFunction
    {
      LibraryFunction(name, function, forms, isMember: true)
    }
    let tests: [(String, StandardFunction)] = [
      ("isLoopback", .isLoopback), ("isUnspecified", .isUnspecified),
      ("isGlobalUnicast", .isGlobalUnicast), ("isLinkLocalUnicast", .isLinkLocalUnicast),
      ("isLinkLocalMulticast", .isLinkLocalMulticast),
    ]
    return [
      LibraryFunction("ip", .ip, [([.string], ip)]),
      LibraryFunction("cidr", .cidr, [([.string], cidr)]),
      LibraryFunction("isIP", .isIP, [([.string], .bool)]),
      LibraryFunction("isCIDR", .isCIDR, [([.string], .bool)]),
      LibraryFunction("ip.isCanonical", .isCanonical, [([.string], .bool)]),
      LibraryFunction("string", .string, [([ip], .string), ([cidr], .string)]),
      member("family", .family, [([ip], .int)]),
      member("containsIP", .containsIP, [([cidr, ip], .bool), ([cidr, .string], .bool)]),
      member("containsCIDR", .containsCIDR, [([cidr, cidr], .bool), ([cidr, .string], .bool)]),
      member("ip", .ip, [([cidr], ip)]),
      member("isMask", .isMask, [([cidr], .bool)]),
      member("masked", .masked, [([cidr], cidr)]),
      member("prefixLength", .prefixLength, [([cidr], .int)]),
    ] + tests.map { member($0.0, $0.1, [([ip], .bool)]) }
  }
}

/// Addresses of the Internet and their ranges.
enum NetworkFunctions {
  static func call(_ function: StandardFunction, _ arguments: Arguments) -> Value? {
    switch (arguments.first, arguments.count) {
    case (.string(let text)?, 1): return read(function, text)
    case (.network(let address)?, 1):
      return address.isRange ? ofRange(function, address) : ofAddress(function, address)
    case (.network(let range)?, 2) where range.isRange:
      return contains(function, range, arguments[1])
    default: return nil
    }
  }

  private static func failure(_ text: String, _ kind: String) -> Value {
    .error(.badConversion(from: Value.string(text).literal, to: .opaque(kind)))
  }

  private static func read(_ function: StandardFunction, _ text: String) -> Value? {
    switch function {
    case .ip:
      NetworkAddress(address: text).map { .network($0) } ?? failure(text, "net.IP")
    case .cidr:
      NetworkAddress(range: text).map { .network($0) } ?? failure(text, "net.CIDR")
    case .isIP: .bool(NetworkAddress(address: text) != nil)
    case .isCIDR: .bool(NetworkAddress(range: text) != nil)
    case .isCanonical:
      NetworkAddress(address: text).map { .bool(sameBytes($0.description, text)) }
        ?? failure(text, "net.IP")
    default: nil
    }
  }

  private static func ofRange(_ function: StandardFunction, _ range: NetworkAddress) -> Value? {
    switch function {
    case .ip: .network(range.first)
    case .isMask: .bool(range == range.masked)
    case .masked: .network(range.masked)
    case .prefixLength: .int(Int64(range.prefixLength))
    default: nil
    }
  }

  private static func contains(
    _ function: StandardFunction, _ range: NetworkAddress, _ other: Value
  ) -> Value? {
    switch (function, other) {
    case (.containsIP, .network(let address)) where !address.isRange:
      return .bool(range.contains(address))
    case (.containsCIDR, .network(let inner)) where inner.isRange:
      return .bool(range.contains(inner))
    case (.containsIP, .string(let text)):
      return NetworkAddress(address: text).map { .bool(range.contains($0)) }
        ?? failure(text, "net.IP")
    case (.containsCIDR, .string(let text)):
      return NetworkAddress(range: text).map { .bool(range.contains($0)) }
        ?? failure(text, "net.CIDR")
    default: return nil
    }
  }

  private static func ofAddress(
    _ function: StandardFunction, _ address: NetworkAddress
  ) -> Value? {
    let octets = Array(address.address)
    let isVersion4 = address.version == 4
    let isUnspecified = octets.allSatisfy { $0 == 0 }
    let isLoopback =
      isVersion4 ? octets[0] == 127 : octets.last == 1 && octets.dropLast().allSatisfy { $0 == 0 }
    let isLinkLocal =
      isVersion4
      ? octets[0] == 169 && octets[1] == 254 : octets[0] == 0xFE && octets[1] & 0xC0 == 0x80
    let isMulticast = isVersion4 ? octets[0] & 0xF0 == 0xE0 : octets[0] == 0xFF
    switch function {
    case .family: return .int(Int64(address.version))
    case .isUnspecified: return .bool(isUnspecified)
    case .isLoopback: return .bool(isLoopback)
    case .isLinkLocalUnicast: return .bool(isLinkLocal)
    case .isLinkLocalMulticast:
      return .bool(
        isVersion4
          ? isMulticast && octets[0] == 224 && octets[1] == 0 && octets[2] == 0
          : isMulticast && octets[1] & 0x0F == 2)
    case .isGlobalUnicast:
      let isBroadcast = isVersion4 && octets.allSatisfy { $0 == 255 }
      return .bool(
        !isUnspecified && !isLoopback && !isLinkLocal && !isMulticast && !isBroadcast)
    default: return nil
    }
  }
}
