// Licensed under the Apache License, Version 2.0; see LICENSE.

/// How two values stand to each other.
enum Ordering {
  case less
  case equal
  case greater
  /// One of them is not a number.
  case unordered
  /// Their types have no order.
  case incomparable
}

/// Compares texts byte by byte: CEL knows no Unicode normal forms.
func sameBytes(_ a: String, _ b: String) -> Bool {
  let left = a.utf8.span
  let right = b.utf8.span
  guard left.count == right.count else { return false }
  for position in left.indices where left[position] != right[position] { return false }
  return true
}

private func order<T: Comparable>(_ a: T, _ b: T) -> Ordering {
  a < b ? .less : a == b ? .equal : .greater
}

private func orderDoubles(_ a: Double, _ b: Double) -> Ordering {
  a < b ? .less : a > b ? .greater : a == b ? .equal : .unordered
}

/// Compares on one number line, without rounding the integer.
///
/// The conformance suite takes 2^63, the double nearest to the largest integer, for that integer.
private func order(_ a: Int64, _ b: Double) -> Ordering {
  if b.isNaN { return .unordered }
  // 2^63 is exactly representable, so these bounds are exact.
  if b >= 9_223_372_036_854_775_808 {
    return a == .max && b == 9_223_372_036_854_775_808 ? .equal : .less
  }
  if b < -9_223_372_036_854_775_808 { return .greater }
  let whole = b.rounded(.towardZero)
  let integer = Int64(whole)
  if a != integer { return a < integer ? .less : .greater }
  return orderDoubles(0, b - whole)
}

private func order(_ a: UInt64, _ b: Double) -> Ordering {
  if b.isNaN { return .unordered }
  if b >= 18_446_744_073_709_551_616 {
    return a == .max && b == 18_446_744_073_709_551_616 ? .equal : .less
  }
  if b < 0 { return .greater }
  let whole = b.rounded(.towardZero)
  let integer = UInt64(whole)
  if a != integer { return a < integer ? .less : .greater }
  return orderDoubles(0, b - whole)
}

private func order(_ a: Int64, _ b: UInt64) -> Ordering {
  a < 0 ? .less : order(UInt64(a), b)
}

private func reversed(_ ordering: Ordering) -> Ordering {
  switch ordering {
  case .less: .greater
  case .greater: .less
  case .equal, .unordered, .incomparable: ordering
  }
}

private func orderBytes(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Ordering {
  for position in 0..<min(a.count, b.count) where a[position] != b[position] {
    return a[position] < b[position] ? .less : .greater
  }
  return order(a.count, b.count)
}

extension Value {
  /// The order of two values by CEL's rules, numbers of all kinds on one line.
  func order(to other: Value) -> Ordering {
    switch (self, other) {
    case (.int(let a), .int(let b)): CEL.order(a, b)
    case (.timestamp(let a), .timestamp(let b)): CEL.order(a, b)
    case (.duration(let a), .duration(let b)): CEL.order(a, b)
    case (.double(let a), .double(let b)): orderDoubles(a, b)
    case (.string(let a), .string(let b)): orderBytes(a.utf8.span, b.utf8.span)
    case (.uint(let a), .uint(let b)): CEL.order(a, b)
    case (.int(let a), .uint(let b)): CEL.order(a, b)
    case (.uint(let a), .int(let b)): reversed(CEL.order(b, a))
    case (.int(let a), .double(let b)): CEL.order(a, b)
    case (.double(let a), .int(let b)): reversed(CEL.order(b, a))
    case (.uint(let a), .double(let b)): CEL.order(a, b)
    case (.double(let a), .uint(let b)): reversed(CEL.order(b, a))
    case (.bool(let a), .bool(let b)): CEL.order(a ? 1 : 0, b ? 1 : 0)
    case (.bytes(let a), .bytes(let b)): orderBytes(a.span, b.span)
    default: .incomparable
    }
  }

  /// Equality by CEL's rules: across all types, numbers on one line, NaN unequal to itself.
  public func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.string(let a), .string(let b)): sameBytes(a, b)
    case (.bool(let a), .bool(let b)): a == b
    case (.null, .null): true
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
    case (.map(let a), .map(let b)): a.equals(b)
    case (.type(let a), .type(let b)): a.runtimeName == b.runtimeName
    case (.optional(let a), .optional(let b)):
      switch (a.value, b.value) {
      case (nil, nil): true
      case (let left?, let right?): left.equals(right)
      case (nil, _?), (_?, nil): false
      }
    case (.object(let a), .object(let b)): a == b
    case (.opaque(let a), .opaque(let b)): a == b
    case (.network(let a), .network(let b)): a == b
    default:
      switch order(to: other) {
      case .equal: true
      case .less, .greater, .unordered, .incomparable: false
      }
    }
  }
}

extension Value: Equatable {
  /// The same kind and the same content: unlike `equals`, `1` and `1u` differ and NaN is itself.
  public static func == (a: Value, b: Value) -> Bool {
    switch (a, b) {
    case (.int, .int), (.uint, .uint), (.timestamp, .timestamp), (.duration, .duration),
      (.string, .string), (.bool, .bool), (.null, .null), (.bytes, .bytes), (.type, .type),
      (.object, .object), (.opaque, .opaque), (.network, .network):
      a.equals(b)
    case (.double(let x), .double(let y)): x == y || (x.isNaN && y.isNaN)
    case (.list(let x), .list(let y)): x == y
    case (.map(let x), .map(let y)): x.isIdentical(to: y)
    case (.optional(let x), .optional(let y)): x.value == y.value
    case (.unknown(let x), .unknown(let y)): x == y
    case (.error(let x), .error(let y)): x == y
    default: false
    }
  }
}
