// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Facts

// Each gives `nil` where the value is of another type, or broken.
extension Typed {
  /// Whether it was wrong and has been reported.
  public var isBroken: Bool {
    if case .broken = value { return true }
    return false
  }

  /// A bool.
  public var bool: Bool? {
    if case .bool(let value) = value { return value }
    return nil
  }

  /// A whole number.
  public var int: Int64? {
    if case .int(let value) = value { return value }
    return nil
  }

  /// A number, whole or not.
  public var number: Double? {
    switch value {
    case .number(let value): value
    case .int(let value): Double(value)
    default: nil
    }
  }

  /// The words of a string, choice, name or text.
  public var string: String? { source?.text }

  /// The name that stands here.
  public var name: String? {
    if case .name(let source) = value { return source.text }
    return nil
  }

  /// The scalar of a string, choice, name, text or expression.
  public var source: ScalarSource? {
    switch value {
    case .string(let source), .name(let source), .text(let source), .expression(let source, _),
      .secret(let source), .environment(let source):
      source
    default: nil
    }
  }

  /// An expression's scalar and what it must give.
  public var expression: (source: ScalarSource, type: ExpressionType)? {
    if case .expression(let source, let type) = value { return (source, type) }
    return nil
  }

  /// A text with names.
  public var text: ScalarSource? {
    if case .text(let source) = value { return source }
    return nil
  }

  /// A duration.
  public var duration: Duration? {
    switch value {
    case .duration(let value), .period(.exact(let value)): value
    default: nil
    }
  }

  /// A period, exact or of the calendar.
  public var period: Period? {
    switch value {
    case .period(let value): value
    case .duration(let value): .exact(value)
    default: nil
    }
  }

  /// An instant; a local time or a date alone are resolved in `zone`.
  public func instant(in zone: Zone) -> Instant? {
    switch value {
    case .instant(let value): value
    case .local(let value): zone.instant(of: value)
    case .date(let value): zone.startOfDay(value)
    default: nil
    }
  }

  /// A date.
  public var date: CivilDate? {
    if case .date(let value) = value { return value }
    return nil
  }

  /// Days on which a calendar is closed.
  public var closedDays: ClosedDays? {
    if case .closedDays(let value) = value { return value }
    return nil
  }

  /// A local window.
  public var window: LocalWindow? {
    if case .window(let value) = value { return value }
    return nil
  }

  /// A schedule of cron.
  public var cron: CronSchedule? {
    if case .cron(let value) = value { return value }
    return nil
  }

  /// A share.
  public var share: Share? {
    if case .share(let value) = value { return value }
    return nil
  }

  /// A rate.
  public var rate: Rate? {
    if case .rate(let value) = value { return value }
    return nil
  }

  /// An amount of money.
  public var money: Money? {
    if case .money(let value) = value { return value }
    return nil
  }

  /// A value that the schema of facts types.
  public var data: YAMLNode? {
    if case .data(let value) = value { return value }
    return nil
  }

  /// How a fact is made.
  public var generated: Generated? {
    if case .generated(let value) = value { return value }
    return nil
  }

  /// Both ends of a range.
  public var range: (low: Typed, high: Typed)? {
    if case .range(let low, let high) = value { return (low, high) }
    return nil
  }

  /// The items of a list.
  public var list: [Typed]? {
    if case .list(let items) = value { return items }
    return nil
  }

  /// The entries of a map.
  public var map: [TypedEntry]? {
    if case .map(let entries) = value { return entries }
    return nil
  }

  /// A map with keys of the language.
  public var object: TypedObject? {
    if case .object(let object) = value { return object }
    return nil
  }
}
