// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A period of the local calendar in which caps count: `per: {calendar: day, zone}`.
public enum LocalPeriod: String, CaseIterable, Hashable, Sendable {
  /// From midnight to midnight.
  case day
  /// From Monday's midnight to the next one's.
  case week
  /// From the first's midnight to that of the next month.
  case month

  /// The period that holds an instant: from its first instant to the first one after it.
  ///
  /// Periods follow one another without holes: each ends where the next begins, also where clocks
  /// are set back over midnight; then the repeated hour belongs to the later day.
  public func bounds(of instant: Instant, in zone: Zone) -> Range<Instant> {
    let first = firstDay(holding: date(of: instant, in: zone))
    return zone.startOfDay(first)..<zone.startOfDay(firstDay(after: first))
  }

  /// The first day of the period that holds an instant: one name for the whole period.
  public func firstDay(of instant: Instant, in zone: Zone) -> CivilDate {
    firstDay(holding: date(of: instant, in: zone))
  }

  /// By a clock that doesn't run backwards, so that an instant always lies within its period.
  private func date(of instant: Instant, in zone: Zone) -> CivilDate {
    CivilDateTime(clockSeconds: zone.steadyClock(at: instant.seconds)).date
  }

  private func firstDay(holding date: CivilDate) -> CivilDate {
    switch self {
    case .day: date
    case .week: date.startOfWeek
    case .month: date.startOfMonth
    }
  }

  private func firstDay(after first: CivilDate) -> CivilDate {
    switch self {
    case .day: first.adding(days: 1)
    case .week: first.adding(days: 7)
    case .month: first.adding(months: 1)
    }
  }
}
