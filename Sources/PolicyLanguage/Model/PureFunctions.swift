// Licensed under the Apache License, Version 2.0; see LICENSE.

public import CEL
public import Chronology
public import Facts

/// The host functions that depend on their arguments, the clock and calendars alone.
///
/// The compiler folds constants with them, the engine and the simulator answer expressions by
/// them: one meaning everywhere. What they can't compute is an error, never a guess.
public struct PureFunctions: Sendable {
  /// The clock of the evaluation.
  public var now: Instant
  /// Where business days and dates are counted if nothing else is said; `nil` if unknown.
  public var zone: Zone?
  /// Whose holidays count.
  public var country: CountryCode?

  /// Takes what the functions depend on beside their arguments.
  public init(now: Instant, zone: Zone?, country: CountryCode? = nil) {
    self.now = now
    self.zone = zone
    self.country = country
  }

  /// Computes a function; `nil` for those that ask about history or senders.
  ///
  /// - Parameters:
  ///   - function: Which one.
  ///   - arguments: Its arguments, neither errors nor unknown.
  ///   - zones: Finds zones by name.
  ///   - calendars: The bundle's calendars.
  public func value(
    of function: HostFunction, _ arguments: Arguments, zones: ZoneDatabase?,
    calendars: [NamedCalendar]
  ) -> Value? {
    switch function {
    case .days: span(arguments, unit: 86_400)
    case .hours: span(arguments, unit: 3_600)
    case .minutes: span(arguments, unit: 60)
    case .weeks: span(arguments, unit: 604_800)
    case .addBusinessDays: addBusinessDays(arguments, calendars)
    case .today: inZone(arguments, zones) { .date($0.date(at: now)) }
    case .nextMidnight:
      inZone(arguments, zones) { .timestamp($0.startOfDay($0.date(at: now).adding(days: 1))) }
    case .date: date(arguments)
    case .dateYear: part(arguments) { $0.year }
    case .dateMonth: part(arguments) { $0.month }
    case .dateDay: part(arguments) { $0.day }
    case .dateLess, .moneyLess: compared(arguments) { $0 == .less }
    case .dateLessOrEqual, .moneyLessOrEqual: compared(arguments) { $0 != .greater }
    case .dateGreater, .moneyGreater: compared(arguments) { $0 == .greater }
    case .dateGreaterOrEqual, .moneyGreaterOrEqual: compared(arguments) { $0 != .less }
    case .between: between(arguments)
    case .money: money(arguments)
    case .moneyAdd: combined(arguments) { (a, b) throws(MoneyError) in try a.adding(b) }
    case .moneySubtract: combined(arguments) { (a, b) throws(MoneyError) in try a.subtracting(b) }
    case .moneyMultiply: multiplied(arguments[0], arguments[1])
    case .moneyMultiplyReversed: multiplied(arguments[1], arguments[0])
    case .sum: sum(arguments)
    case .repliedSince, .sentSince, .activeWithin, .had, .last, .countSince, .consented,
      .reachable, .phaseOf, .wonSince, .bounceRate, .lastReplyInstant, .lastSentInstant,
      .activeUntil, .lastWonInstant:
      nil
    }
  }

  // MARK: - Time

  private func span(_ arguments: Arguments, unit: Int64) -> Value {
    guard case .int(let count) = arguments[0] else { return mismatch }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? .error(.overflow(.duration)) : .duration(.seconds(seconds))
  }

  private func addBusinessDays(_ arguments: Arguments, _ calendars: [NamedCalendar]) -> Value {
    guard case .timestamp(let start) = arguments[0], case .int(let count) = arguments[1],
      case .string(let name) = arguments[2]
    else { return mismatch }
    guard let calendar = calendars.first(where: { $0.id == name }) else {
      return .error(.host("no calendar is called `\(name)`"))
    }
    guard let zone else { return .unknown(UnknownSet(["contact.zone"])) }
    guard
      let end = calendar.calendar.add(
        businessDays: Int(count), to: start, in: zone, country: country)
    else { return .error(.host("no business day of `\(name)` lies within two years")) }
    return .timestamp(end)
  }

  private func inZone(
    _ arguments: Arguments, _ zones: ZoneDatabase?, _ body: (Zone) -> Value
  ) -> Value {
    guard case .string(let name) = arguments[0] else { return mismatch }
    if name == "UTC" { return body(.utc) }
    guard let zone = zones?.zone(named: name) else { return .error(.unknownZone(name)) }
    return body(zone)
  }

  private func date(_ arguments: Arguments) -> Value {
    guard case .string(let text) = arguments[0] else { return mismatch }
    guard let date = try? CivilDate(text: text) else {
      return .error(.host("`\(text)` is not a date; write it as 2026-12-24"))
    }
    return .date(date)
  }

  private func part(_ arguments: Arguments, _ part: (CivilDate) -> Int) -> Value {
    guard case .opaque(let value) = arguments[0] else { return mismatch }
    return .int(Int64(part(CivilDate(daysSinceEpoch: Int32(clamping: value.payload)))))
  }

  // MARK: - Order

  private enum Order { case less, equal, greater }

  private func compared(_ arguments: Arguments, _ accept: (Order) -> Bool) -> Value {
    switch order(arguments[0], arguments[1]) {
    case .success(let order): .bool(accept(order))
    case .failure(let error): .error(error)
    }
  }

  private func between(_ arguments: Arguments) -> Value {
    switch (order(arguments[0], arguments[1]), order(arguments[0], arguments[2])) {
    case (.failure(let error), _), (_, .failure(let error)): .error(error)
    case (.success(let low), .success(let high)): .bool(low != .less && high != .greater)
    }
  }

  private func order(_ a: Value, _ b: Value) -> Result<Order, EvaluationError> {
    func of<T: Comparable>(_ a: T, _ b: T) -> Result<Order, EvaluationError> {
      // NaN is in no order with anything.
      if a < b { return .success(.less) }
      if a > b { return .success(.greater) }
      return a == b ? .success(.equal) : .failure(.host("not a number has no order"))
    }
    switch (a, b) {
    case (.int(let x), .int(let y)): return of(x, y)
    case (.double(let x), .double(let y)): return of(x, y)
    case (.timestamp(let x), .timestamp(let y)): return of(x, y)
    case (.duration(let x), .duration(let y)): return of(x, y)
    case (.string(let x), .string(let y)):
      if x.utf8.elementsEqual(y.utf8) { return .success(.equal) }
      return .success(x.utf8.lexicographicallyPrecedes(y.utf8) ? .less : .greater)
    case (.opaque(let x), .opaque(let y)) where x.type == y.type:
      guard x.tag == y.tag else { return .failure(currencies(x, y)) }
      return of(x.payload, y.payload)
    // The sum of nothing is a plain zero: it is one of every currency.
    case (.opaque(let x), .int(0)): return of(x.payload, 0)
    case (.int(0), .opaque(let y)): return of(0, y.payload)
    case (_, _): return .failure(.host("these values have no order"))
    }
  }

  // MARK: - Money

  private func money(_ arguments: Arguments) -> Value {
    guard case .string(let text) = arguments[0] else { return mismatch }
    guard let money = Money(text) else {
      return .error(.host("`\(text)` is not an amount; write it as 25 USD"))
    }
    return .money(money)
  }

  private func combined(
    _ arguments: Arguments, _ combine: (Money, Money) throws(MoneyError) -> Money
  ) -> Value {
    guard let (a, b) = pair(arguments[0], arguments[1]) else { return mismatch }
    do throws(MoneyError) {
      return .money(try combine(a, b))
    } catch {
      switch error {
      case .differentCurrencies(let x, let y):
        return .error(.host("\(x) and \(y) don't mix"))
      case .overflow: return .error(.overflow(.opaque("money")))
      }
    }
  }

  private func pair(_ a: Value, _ b: Value) -> (Money, Money)? {
    switch (a.money, b.money, a, b) {
    case (let x?, let y?, _, _): (x, y)
    case (let x?, nil, _, .int(0)): (x, Money(amount: 0, currency: x.currency))
    case (nil, let y?, .int(0), _): (Money(amount: 0, currency: y.currency), y)
    case (_, _, _, _): nil
    }
  }

  private func multiplied(_ amount: Value, _ factor: Value) -> Value {
    guard let money = amount.money, case .int(let factor) = factor else { return mismatch }
    guard let product = try? money.multiplied(by: factor) else {
      return .error(.overflow(.opaque("money")))
    }
    return .money(product)
  }

  private func sum(_ arguments: Arguments) -> Value {
    guard case .list(let values) = arguments[0] else { return mismatch }
    guard var total = values.first else { return .int(0) }
    for value in values.dropFirst() {
      switch (total, value) {
      case (.int(let a), .int(let b)):
        let (sum, overflow) = a.addingReportingOverflow(b)
        if overflow { return .error(.overflow(.int)) }
        total = .int(sum)
      case (.double(let a), .double(let b)): total = .double(a + b)
      case (.duration(let a), .duration(let b)): total = .duration(a + b)
      case (.opaque, .opaque):
        total = combined(Arguments([total, value])) { (a, b) throws(MoneyError) in
          try a.adding(b)
        }
      case (_, .unknown), (_, .error): return value
      case (_, _): return total.isKnown ? mismatch : total
      }
    }
    return total
  }

  private func currencies(_ x: OpaqueValue, _ y: OpaqueValue) -> EvaluationError {
    .host("\(Currency(packed: x.tag)) and \(Currency(packed: y.tag)) don't mix")
  }

  private var mismatch: Value { .error(.host("the function doesn't take these values")) }
}

extension Value {
  /// A date of the calendar.
  public static func date(_ date: CivilDate) -> Value {
    .opaque(OpaqueValue(type: OpaqueKind.date.rawValue, payload: Int64(date.daysSinceEpoch)))
  }

  /// An exact amount: the tag is the packed currency.
  public static func money(_ money: Money) -> Value {
    .opaque(
      OpaqueValue(
        type: OpaqueKind.money.rawValue, tag: money.currency.packed, payload: money.amount))
  }

  /// The date, if it is one.
  public var date: CivilDate? {
    guard case .opaque(let value) = self, value.type == OpaqueKind.date.rawValue else { return nil }
    return CivilDate(daysSinceEpoch: Int32(clamping: value.payload))
  }

  /// The amount, if it is one.
  public var money: Money? {
    guard case .opaque(let value) = self, value.type == OpaqueKind.money.rawValue else {
      return nil
    }
    return Money(amount: value.payload, currency: Currency(packed: value.tag))
  }

  /// False for errors and unknowns.
  var isKnown: Bool {
    switch self {
    case .error, .unknown: false
    case .null, .bool, .int, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration,
      .type, .optional, .object, .opaque, .network:
      true
    }
  }
}
