// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL

/// The functions of Parley in expressions, as they are declared to CEL.
enum HostFunctions {
  private static let date = OpaqueKind.date.celType
  private static let money = OpaqueKind.money.celType
  private static let contact = ObjectKind.contact.celType
  private static let account = ObjectKind.account.celType
  private static let deal = ObjectKind.deal.celType
  private static let sender = ObjectKind.sender.celType

  /// Declares all of them.
  static func declare(in environment: inout Environment) {
    for (name, overloads) in plain + mixedNumbers + dates + amounts + history {
      environment.declare(function: name, overloads)
    }
  }

  private static func overload(
    _ id: String, _ parameters: [CELType], _ result: CELType, _ host: HostFunction,
    isMember: Bool = false, temporal: Overload.Temporal? = nil
  ) -> Overload {
    Overload(
      id: id, parameters: parameters, result: result, isMember: isMember,
      implementation: .host(host.rawValue), temporal: temporal)
  }

  private static var plain: [(String, [Overload])] {
    let spans: [(String, HostFunction)] = [
      ("days", .days), ("hours", .hours), ("minutes", .minutes), ("weeks", .weeks),
    ]
    let ordered: [CELType] = [.int, .double, .timestamp, .duration, .string, date, money]
    let summed: [CELType] = [.int, .double, .duration, money]
    return spans.map { name, host in (name, [overload(name, [.int], .duration, host)]) } + [
      (
        "between",
        ordered.map { type in
          overload("between_\(type)", [type, type, type], .bool, .between)
        }
      ),
      ("sum", summed.map { type in overload("sum_\(type)", [.list(type)], type, .sum) }),
      (
        "add_business_days",
        [
          overload(
            "add_business_days", [.timestamp, .int, .string], .timestamp, .addBusinessDays)
        ]
      ),
    ]
  }

  /// Whole numbers and decimals compare on one number line: a sender's health with 70.
  private static var mixedNumbers: [(String, [Overload])] {
    let signs: [(String, StandardFunction)] = [
      ("_<_", .less), ("_<=_", .lessOrEqual), ("_>_", .greater), ("_>=_", .greaterOrEqual),
    ]
    return signs.map { name, function in
      (
        name,
        [
          Overload(
            id: "int\(name)double", parameters: [.int, .double], result: .bool,
            implementation: .standard(function)),
          Overload(
            id: "double\(name)int", parameters: [.double, .int], result: .bool,
            implementation: .standard(function)),
        ]
      )
    }
  }

  private static var dates: [(String, [Overload])] {
    let compared: [(String, HostFunction)] = [
      ("_<_", .dateLess), ("_<=_", .dateLessOrEqual), ("_>_", .dateGreater),
      ("_>=_", .dateGreaterOrEqual),
    ]
    let parts: [(String, HostFunction)] = [
      ("year", .dateYear), ("month", .dateMonth), ("day", .dateDay),
    ]
    return [
      (
        "today",
        [
          overload(
            "today", [.string], date, .today,
            temporal: .periodic(host: HostFunction.nextMidnight.rawValue))
        ]
      ),
      ("date", [overload("date", [.string], date, .date)]),
    ]
      + parts.map { name, host in
        (name, [overload("date_\(name)", [date], .int, host, isMember: true)])
      }
      + compared.map { name, host in
        (name, [overload("date\(name)", [date, date], .bool, host)])
      }
  }

  private static var amounts: [(String, [Overload])] {
    let compared: [(String, HostFunction)] = [
      ("_<_", .moneyLess), ("_<=_", .moneyLessOrEqual), ("_>_", .moneyGreater),
      ("_>=_", .moneyGreaterOrEqual),
    ]
    return [
      ("money", [overload("money", [.string], money, .money)]),
      ("_+_", [overload("money_add", [money, money], money, .moneyAdd)]),
      ("_-_", [overload("money_subtract", [money, money], money, .moneySubtract)]),
      (
        "_*_",
        [
          overload("money_times_int", [money, .int], money, .moneyMultiply),
          overload("int_times_money", [.int, money], money, .moneyMultiplyReversed),
        ]
      ),
    ]
      + compared.map { name, host in
        (name, [overload("money\(name)", [money, money], .bool, host)])
      }
  }

  private static var history: [(String, [Overload])] {
    let subjects = [("contact", contact), ("account", account), ("deal", deal)]
    func ofAll(
      _ name: String, _ parameters: [CELType], _ result: CELType, _ host: HostFunction
    ) -> (String, [Overload]) {
      (
        name,
        subjects.map { word, type in
          overload("\(word)_\(name)", [type] + parameters, result, host, isMember: true)
        }
      )
    }
    func of(
      _ type: CELType, _ name: String, _ parameters: [CELType], _ result: CELType,
      _ host: HostFunction, _ temporal: Overload.Temporal? = nil
    ) -> (String, [Overload]) {
      (
        name,
        [
          overload(
            name, [type] + parameters, result, host, isMember: true, temporal: temporal)
        ]
      )
    }
    func since(_ host: HostFunction) -> Overload.Temporal {
      .since(argument: 1, host: host.rawValue)
    }
    return [
      of(contact, "replied_since", [.timestamp], .bool, .repliedSince, since(.lastReplyInstant)),
      of(contact, "sent_since", [.timestamp], .bool, .sentSince, since(.lastSentInstant)),
      of(
        contact, "active_within", [.duration], .bool, .activeWithin,
        .flipsAt(host: HostFunction.activeUntil.rawValue)),
      of(account, "won_since", [.timestamp], .bool, .wonSince, since(.lastWonInstant)),
      of(contact, "consented", [.string], .bool, .consented),
      of(contact, "reachable", [.string], .bool, .reachable),
      of(contact, "phase", [.string], .string, .phaseOf),
      of(sender, "bounce_rate", [.duration], .double, .bounceRate),
      ofAll("had", [.string], .bool, .had),
      ofAll("last", [.string], .timestamp, .last),
      ofAll("count_since", [.string, .timestamp], .int, .countSince),
    ]
  }
}
