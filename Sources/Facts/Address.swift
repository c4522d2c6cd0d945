// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The form in which addresses are compared.
public enum Address {
  /// The address as it is stored: without spaces around it, an e-mail address or handle in lower
  /// case, a number as `+` and digits where it begins with `+` or `00`.
  ///
  /// E-mail local parts are compared without case, as every large provider does. Dots and `+`
  /// suffixes stay: only some providers ignore them.
  public static func normalised(_ text: String) -> String {
    let trimmed = Array(text.utf8.drop { isSpace($0) }.reversed().drop { isSpace($0) }.reversed())
    guard let first = trimmed.first else { return "" }
    if first == 0x2B || first &- 0x30 < 10, !trimmed.contains(0x40) {
      return number(trimmed)
    }
    // A handle's leading @ is how people write it, not part of it.
    let bare = first == 0x40 ? trimmed.dropFirst() : trimmed[...]
    return String(decoding: bare, as: UTF8.self).lowercased()
  }

  /// The code of an address given as UTF-8, normalised; `nil` if it isn't UTF-8.
  static func intern(_ text: UnsafeBufferPointer<UInt8>, strings: inout StringPool) -> Int32? {
    if isPlain(text) { return strings.internChecked(text) }
    guard let whole = String(validating: text, as: UTF8.self) else { return nil }
    return strings.intern(normalised(whole))
  }

  /// Whether it is normalised already: an e-mail address in lower-case ASCII.
  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, (0x61...0x7A).contains(first) else { return false }
    return text.allSatisfy { $0 > 0x20 && $0 < 0x7F && !(0x41...0x5A).contains($0) }
  }

  /// Whether the part before the @ names a role, such as `info` or `sales`, rather than a person.
  public static func isRole(_ address: String) -> Bool {
    guard let at = address.firstIndex(of: "@") else { return false }
    return roles.contains(String(address[..<at]))
  }

  /// Local parts behind which no single person stands.
  static let roles: Set<String> = [
    "abuse", "accounting", "accounts", "admin", "administrator", "all", "billing", "booking",
    "bookings", "business", "careers", "ceo", "compliance", "contact", "contactus", "customercare",
    "customerservice", "dev", "editor", "enquiries", "enquiry", "everyone", "feedback", "finance",
    "ftp", "hello", "help", "helpdesk", "hi", "hola", "home", "hostmaster", "hr", "info",
    "information", "inquiries", "inquiry", "invoice", "invoices", "it", "jobs", "kontakt", "legal",
    "list", "mail", "mailbox", "mailer-daemon", "main", "management", "manager", "marketing",
    "media", "news", "newsletter", "no-reply", "nobody", "noc", "noreply", "office", "operations",
    "ops", "orders", "partners", "postmaster", "pr", "press", "privacy", "purchasing",
    "reception", "recruiting", "registrar", "reservations", "root", "sales", "secretary",
    "security", "service", "services", "shop", "spam", "staff", "store", "studio", "subscribe",
    "support", "sysadmin", "team", "tech", "training", "unsubscribe", "usenet", "uucp",
    "web", "webmaster", "welcome", "www",
  ]

  private static func number(_ text: [UInt8]) -> String {
    var digits: [UInt8] = []
    for byte in text {
      switch byte {
      case 0x30...0x39: digits.append(byte)
      case 0x2B where digits.isEmpty: digits.append(byte)
      // Spaces, brackets, dots, dashes and slashes are there for the eye.
      case 0x20, 0x28, 0x29, 0x2D, 0x2E, 0x2F: continue
      default: return String(decoding: text, as: UTF8.self)
      }
    }
    if digits.starts(with: [0x30, 0x30]) { digits.replaceSubrange(0..<2, with: [0x2B]) }
    return String(decoding: digits, as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
}
