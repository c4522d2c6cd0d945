// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts

/// Reads a fact's value as the author of a scenario wrote it.
enum FactText {
  /// The value of `text` as the type has it; `nil` if the text has another form.
  ///
  /// - Parameter zone: The bundle's zone: local times without an offset are meant there.
  static func value(_ text: String, as type: FactType, zone: Zone) -> FactValue? {
    switch type {
    case .string: return .string(text)
    case .enumeration(let words): return words.contains(text) ? .string(text) : nil
    case .int: return scalar(text, ScalarReader.int).map { .int($0) }
    case .double: return scalar(text, ScalarReader.double).map { .double($0) }
    case .bool: return scalar(text, ScalarReader.bool).map { .bool($0) }
    case .duration:
      return scalar(text, ScalarReader.duration).map { .duration(.seconds($0)) }
    case .money: return Money(text).map { .money($0) }
    case .date: return date(text).map { .date($0) }
    case .instant: return instant(text, zone: zone).map { .instant($0) }
    case .list(let element):
      return self.value(text, as: element, zone: zone).map { .list([$0]) }
    }
  }

  /// A value on a number line, for distributions: the unit is the type's own (1, a second, a unit
  /// of the currency, a day); `nil` for types without one.
  static func number(of value: FactValue) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .double(let number): number
    case .duration(let span): Double(span.components.seconds)
    case .money(let money): Double(money.amount) / Double(Money.scale)
    case .date(let date): Double(date.daysSinceEpoch)
    case .instant(let instant): Double(instant.seconds)
    case .string, .bool, .list: nil
    }
  }

  private static func scalar<Value>(
    _ text: String, _ read: (UnsafeBufferPointer<UInt8>) -> Value?
  ) -> Value? {
    var copy = text
    return copy.withUTF8 { read($0) }
  }

  private static func date(_ text: String) -> CivilDate? {
    do throws(TimeTextError) { return try CivilDate(text: text) } catch { return nil }
  }

  /// With its offset, or local in `zone`, or a date as its 00:00 there.
  private static func instant(_ text: String, zone: Zone) -> Instant? {
    do throws(TimeTextError) { return try Instant(text: text) } catch {}
    do throws(TimeTextError) { return zone.instant(of: try CivilDateTime(text: text)) } catch {
      return nil
    }
  }
}
