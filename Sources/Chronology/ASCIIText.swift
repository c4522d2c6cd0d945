// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Collects the characters of dates and times.
struct ASCIIText {
  var bytes: [UInt8]

  init(capacity: Int) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends a number with at least `digits` digits.
  mutating func append(_ value: UInt, digits: Int) {
    if digits == 2, value < 100 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: value / 10))
      bytes.append(0x30 + UInt8(truncatingIfNeeded: value % 10))
      return
    }
    var divisor: UInt = 1
    for _ in 1..<digits { divisor *= 10 }
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  mutating func append(_ date: CivilDate) {
    let (year, month, day) = date.fields
    if !(0...9999).contains(year) { append(year < 0 ? "-" : "+") }
    append(year.magnitude / 100, digits: 2)
    append(year.magnitude % 100, digits: 2)
    append("-")
    append(UInt(month), digits: 2)
    append("-")
    append(UInt(day), digits: 2)
  }

  mutating func append(_ time: TimeOfDay, alwaysSeconds: Bool) {
    append(UInt(time.hour), digits: 2)
    append(":")
    append(UInt(time.minute), digits: 2)
    guard alwaysSeconds || time.second != 0 || time.nanoseconds != 0 else { return }
    append(":")
    append(UInt(time.second), digits: 2)
    append(fractionOf: UInt(time.nanoseconds))
  }

  /// Appends a point and the digits of nanoseconds without trailing zeros; nothing for zero.
  mutating func append(fractionOf nanoseconds: UInt) {
    guard nanoseconds != 0 else { return }
    var value = nanoseconds
    var digits = 9
    while value % 10 == 0 {
      value /= 10
      digits -= 1
    }
    append(".")
    append(value, digits: digits)
  }

  /// Appends `+02:00`, with seconds where an old zone has them.
  mutating func append(offset seconds: Int64) {
    append(seconds < 0 ? "-" : "+")
    let magnitude = UInt(seconds.magnitude)
    append(magnitude / 3_600, digits: 2)
    append(":")
    append(magnitude / 60 % 60, digits: 2)
    guard magnitude % 60 != 0 else { return }
    append(":")
    append(magnitude % 60, digits: 2)
  }
}
