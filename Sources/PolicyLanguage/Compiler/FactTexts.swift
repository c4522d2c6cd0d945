// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

/// Reads a fact's value from the text that a policy has for it.
enum FactTexts {
  /// The value; `nil` if the text is none of the type.
  static func value(_ text: String, _ type: FactType, zone: Zone) -> FactValue? {
    switch type {
    case .string: return .string(text)
    case .enumeration(let words): return words.contains(text) ? .string(text) : nil
    case .int: return Int64(text).map { .int($0) }
    case .double: return double(text)
    case .bool: return bool(text)
    case .instant: return instant(text, zone: zone).map { .instant($0) }
    case .date: return date(text).map { .date($0) }
    case .duration: return duration(text).map { .duration($0) }
    case .money: return Money(text).map { .money($0) }
    case .list: return nil
    }
  }

  private static func double(_ text: String) -> FactValue? {
    guard let number = Double(text), number.isFinite else { return nil }
    return .double(number)
  }

  private static func bool(_ text: String) -> FactValue? {
    switch text {
    case "true": .bool(true)
    case "false": .bool(false)
    case _: nil
    }
  }

  static func duration(_ text: String) -> Duration? {
    do throws(TimeTextError) { return try Duration(text: text) } catch { return nil }
  }

  static func date(_ text: String) -> CivilDate? {
    do throws(TimeTextError) { return try CivilDate(text: text) } catch { return nil }
  }

  /// With an offset, or local in the zone; a date alone is its 00:00.
  static func instant(_ text: String, zone: Zone) -> Instant? {
    do throws(TimeTextError) { return try Instant(text: text) } catch {
      do throws(TimeTextError) {
        return zone.instant(of: try CivilDateTime(text: text))
      } catch { return nil }
    }
  }

  /// What a type is written like, for messages.
  static func example(_ type: FactType) -> String {
    switch type {
    case .string: "a text"
    case .enumeration(let words): "one of \(Compilation.list(words))"
    case .int: "a whole number"
    case .double: "a number"
    case .bool: "`true` or `false`"
    case .instant: "an instant as `2026-10-20T10:00Z`"
    case .date: "a date as `2027-03-26`"
    case .duration: "a duration as `14d`"
    case .money: "an amount as `25 USD`"
    case .list(let element): "a list, each item \(example(element))"
    }
  }
}
