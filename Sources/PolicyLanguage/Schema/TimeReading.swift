// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

/// Reads times by Chronology, and tells its findings as faults of scalars.
enum TimeReading {
  static func read(_ text: String, as type: FieldType) throws(ScalarFault) -> TypedValue {
    do throws(TimeTextError) {
      switch type {
      case .duration: return .duration(try Duration(text: text))
      case .period: return .period(try Period(text: text))
      case .date: return .date(try CivilDate(text: text))
      case .closedDays: return .closedDays(try ClosedDays(text: text))
      case .window: return .window(try LocalWindow(text: text))
      case .cron: return .cron(try CronSchedule(text: text))
      default: return try instant(text)
      }
    } catch {
      throw fault(error, text, type)
    }
  }

  /// With an offset an instant, else a local time, or a date alone.
  private static func instant(_ text: String) throws(TimeTextError) -> TypedValue {
    guard text.utf8.count > 10 else { return .date(try CivilDate(text: text)) }
    let time = text.utf8.dropFirst(10)
    let hasOffset =
      time.contains(UInt8(ascii: "+")) || time.contains(UInt8(ascii: "-"))
      || time.last.map { $0 | 0x20 == UInt8(ascii: "z") } == true
    return hasOffset
      ? .instant(try Instant(text: text)) : .local(try CivilDateTime(text: text))
  }

  private static func fault(
    _ error: TimeTextError, _ text: String, _ type: FieldType
  ) -> ScalarFault {
    switch type {
    case .window where error.repairs.count > 1:
      return ScalarFault(
        code: .windowEndsFirst, headline: "the window `\(text)` ends before it begins",
        label: "expected \(error.expected)", repairs: error.repairs)
    case .date, .instant, .closedDays:
      // A day or an hour that was read as a number, but isn't in the calendar.
      let isRead = error.expected.contains(" from ") || error.expected.contains("latest")
      return ScalarFault(
        error, in: text, code: isRead ? .noSuchTime : .wrongType, expected: type.phrase)
    default:
      var fault = ScalarFault(error, in: text, code: .wrongType, expected: type.phrase)
      // At the beginning the headline has said it.
      if error.offset == 0 { fault.label = nil }
      return fault
    }
  }
}
