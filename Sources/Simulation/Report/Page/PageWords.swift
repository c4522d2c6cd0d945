// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

/// Numbers, dates and spans as the page writes them.
enum PageWords {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// `1 Sep`.
  static func day(_ date: CivilDate) -> String { "\(date.day) \(months[date.month - 1])" }

  /// `1 Sep 2026`.
  static func date(_ date: CivilDate) -> String { "\(day(date)) \(date.year)" }

  /// `Tue 1 Sep 2026`.
  static func fullDate(_ date: CivilDate) -> String {
    "\(weekdays[date.weekday.rawValue - 1]) \(self.date(date))"
  }

  /// `1 Sep 2026, 14:05` on a zone's clock.
  static func moment(_ seconds: Int64, in zone: Zone) -> String {
    let local = zone.civil(at: Instant(seconds: seconds))
    return "\(date(local.date)), \(Layout.digits(local.time.hour, 2)):"
      + Layout.digits(local.time.minute, 2)
  }

  /// `1 message`, `12,340 messages`.
  static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(Layout.number(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// A share with one digit behind the point below ten percent: `6.5%`, `43%`.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let thousandths = (part * 2000 + whole) / (whole * 2)
    if part > 0, thousandths == 0 { return "<0.1%" }
    if thousandths >= 100 || thousandths % 10 == 0 {
      return "\((part * 200 + whole) / (whole * 2))%"
    }
    return "\(thousandths / 10).\(thousandths % 10)%"
  }

  /// A span in its largest unit that says enough: `40 min`, `5 h`, `3.5 d`.
  static func span(_ span: Duration) -> String {
    let seconds = span.components.seconds
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<5_400: return "\((seconds + 30) / 60) min"
    case ..<172_800: return "\((seconds + 1_800) / 3_600) h"
    default:
      let tenths = (seconds + 4_320) / 8_640
      return tenths >= 100 || tenths % 10 == 0
        ? "\((tenths + 5) / 10) d" : "\(tenths / 10).\(tenths % 10) d"
    }
  }

  /// A text as part of an address: what isn't a letter, a digit or one of `-._~` as `%` and hex.
  static func fragment(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: out.append(byte)
      default: out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A decimal for an attribute: two digits behind the point at most, none that are zero.
  static func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0
      ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest / 10)\(rest % 10)"
  }
}
