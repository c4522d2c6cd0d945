// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A name that identifies one thing of one kind, kept apart from the names of other kinds.
///
/// Inside the tables things are numbered by row; identifiers are for the border: files, logs,
/// draws and keys.
public protocol FactIdentifier: RawRepresentable, Hashable, Sendable, Comparable,
  ExpressibleByStringLiteral, CustomStringConvertible
where RawValue == String {
  /// Wraps the name.
  init(rawValue: String)
}

extension FactIdentifier {
  /// Wraps the name.
  public init(_ rawValue: String) { self.init(rawValue: rawValue) }

  /// Wraps the literal.
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The name itself.
  public var description: String { rawValue }

  /// Orders by bytes.
  public static func < (a: Self, b: Self) -> Bool {
    a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
  }
}

/// The name of a contact.
public struct ContactID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of an account.
public struct AccountID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a deal.
public struct DealID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a sender.
public struct SenderID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a policy.
public struct PolicyID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a step within its policy.
public struct StepID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a guard: a built-in one in snake_case, an authored one in kebab-case.
public struct GuardID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a channel.
public struct ChannelID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a pool.
public struct PoolID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a limit.
public struct LimitID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a calendar.
public struct CalendarID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a template, without channel and language.
public struct TemplateID: FactIdentifier {
  /// The name.
  public let rawValue: String
  /// Wraps the name.
  public init(rawValue: String) { self.rawValue = rawValue }
}
