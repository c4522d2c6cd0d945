// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Numbers as summaries write them.
package enum Layout {
  /// A whole number with a comma before each group of three digits: `1,200`.
  package static func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    guard digits.count > 3 else { return String(value) }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// A number with leading zeros up to `width` digits; more where it has more.
  static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// A share in whole percent; `<1%` for something that is not nothing.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "" }
    let share = Double(part) * 100 / Double(whole)
    if part > 0, share < 1 { return "<1%" }
    return "\(Int(share.rounded()))%"
  }
}
