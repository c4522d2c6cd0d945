// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A day of the week; weeks begin on Monday.
///
/// The raw value is ISO 8601's number, 1 for Monday to 7 for Sunday.
public enum Weekday: Int, CaseIterable, Hashable, Sendable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// The day as expressions count it: 0 for Sunday to 6 for Saturday.
  public var daysSinceSunday: Int { rawValue % 7 }

  /// The three letters by which policies name the day, as `mon`.
  public var shortName: String {
    switch self {
    case .monday: "mon"
    case .tuesday: "tue"
    case .wednesday: "wed"
    case .thursday: "thu"
    case .friday: "fri"
    case .saturday: "sat"
    case .sunday: "sun"
    }
  }

  /// The day after this one; Monday after Sunday.
  public var next: Weekday {
    switch self {
    case .monday: .tuesday
    case .tuesday: .wednesday
    case .wednesday: .thursday
    case .thursday: .friday
    case .friday: .saturday
    case .saturday: .sunday
    case .sunday: .monday
    }
  }
}
