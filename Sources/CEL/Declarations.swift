// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One form of a function: what it takes and gives, and who computes it.
public struct Overload: Hashable, Sendable {
  /// Who computes a call.
  public enum Implementation: Hashable, Sendable {
    /// The evaluator.
    case standard(StandardFunction)
    /// The host, through `Activation.call(host:arguments:)` with this number.
    case host(Int)
    /// Nobody: the function can be checked, not evaluated.
    case declaredOnly
  }

  /// How the result may change on its own while time goes on.
  public enum Temporal: Hashable, Sendable {
    /// A second host function with the same arguments gives the timestamp at which the result
    /// next changes; anything else than a timestamp means never.
    case flipsAt(host: Int)
    /// The argument is a timestamp, compared with an event: the second host function takes the
    /// other arguments and gives the event's timestamp.
    case since(argument: Int, host: Int)
    /// A second host function with the same arguments gives the next timestamp at which the
    /// result changes, again and again.
    case periodic(host: Int)
  }

  /// The overload's name for diagnostics, unique within its function.
  public let id: String
  /// The types of the arguments, the receiver's first.
  public let parameters: [CELType]
  /// The type of the result.
  public let result: CELType
  /// Whether it is called as `a.f(b)` instead of `f(a, b)`.
  public let isMember: Bool
  /// Who computes it.
  public let implementation: Implementation
  /// How the result depends on time apart from its arguments; `nil` if it doesn't.
  public let temporal: Temporal?

  /// Declares one form of a function.
  public init(
    id: String, parameters: [CELType], result: CELType, isMember: Bool = false,
    implementation: Implementation, temporal: Temporal? = nil
  ) {
    self.id = id
    self.parameters = parameters
    self.result = result
    self.isMember = isMember
    self.implementation = implementation
    self.temporal = temporal
  }

  /// The form as documents write it: `string.contains(string) -> bool`.
  public func signature(of function: String) -> String {
    if let (sign, _) = Operator.binary(function), parameters.count == 2 {
      return "\(parameters[0]) \(sign) \(parameters[1]) -> \(result)"
    }
    let names = parameters.map(\.description)
    switch function {
    case Operator.not where names.count == 1, Operator.negate where names.count == 1:
      return "\(Operator.sign(function) ?? "")\(names[0]) -> \(result)"
    case Operator.index where names.count == 2: return "\(names[0])[\(names[1])] -> \(result)"
    case Operator.optionalIndex where names.count == 2:
      return "\(names[0])[?\(names[1])] -> \(result)"
    default: break
    }
    guard isMember, let receiver = names.first else {
      return "\(function)(\(names.joined(separator: ", "))) -> \(result)"
    }
    return "\(receiver).\(function)(\(names.dropFirst().joined(separator: ", "))) -> \(result)"
  }
}

/// A type of host objects with declared fields.
public struct ObjectType: Hashable, Sendable {
  /// One field of an object.
  public struct Field: Hashable, Sendable {
    /// The name after the dot.
    public let name: String
    /// The type of its value.
    public let type: CELType
    /// Whether it may have no value; reading it without `has` is then a warning.
    public let isNullable: Bool
    /// The number under which the host knows the field.
    public let slot: Int

    /// Declares a field.
    public init(_ name: String, _ type: CELType, isNullable: Bool = false, slot: Int) {
      self.name = name
      self.type = type
      self.isNullable = isNullable
      self.slot = slot
    }
  }

  /// The type's name, as in `CELType.object`.
  public let name: String
  /// The declared fields.
  public let fields: [Field]
  private let positions: [String: Int]

  /// Declares a type; of two fields with one name the first counts.
  public init(_ name: String, fields: [Field]) {
    self.name = name
    self.fields = fields
    positions = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The field with this name, if declared.
  public func field(_ name: String) -> Field? {
    positions[name].map { fields[$0] }
  }
}

/// A name that stands for one of the host's values.
public struct Variable: Hashable, Sendable {
  /// The name; it may be qualified, as in `scores.fit`.
  public let name: String
  /// The type of its value.
  public let type: CELType
  /// The number under which the host knows the variable.
  public let slot: Int

  /// Declares a variable.
  public init(_ name: String, _ type: CELType, slot: Int) {
    self.name = name
    self.type = type
    self.slot = slot
  }
}
