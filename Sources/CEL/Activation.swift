// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// Whether a fact has a value.
public enum Presence: Hashable, Sendable {
  /// It has a value.
  case present
  /// Known to have none.
  case absent
  /// Nobody has said whether it has one.
  case unknown
}

/// The arguments of a call to the host; up to three take no allocation.
public struct Arguments: RandomAccessCollection, Sendable {
  private let first: Value
  private let second: Value
  private let third: Value
  private let rest: [Value]
  /// How many there are.
  public let count: Int

  /// Makes arguments of values.
  public init(_ values: [Value] = []) {
    first = values.count > 0 ? values[0] : .null
    second = values.count > 1 ? values[1] : .null
    third = values.count > 2 ? values[2] : .null
    rest = Array(values.dropFirst(3))
    count = values.count
  }

  init(count: Int, _ first: Value, _ second: Value, _ third: Value) {
    self.first = first
    self.second = second
    self.third = third
    self.count = count
    rest = []
  }

  /// The position of the first argument, the receiver where there is one.
  public var startIndex: Int { 0 }
  /// The position after the last argument.
  public var endIndex: Int { count }

  /// The argument at a position.
  public subscript(position: Int) -> Value {
    switch position {
    case 0: first
    case 1: second
    case 2: third
    default: rest[position - 3]
    }
  }
}

/// The host's side of an evaluation: it knows the values of variables and fields.
///
/// Facts known to have no value are given as `.null`; reading one is then an error that names it.
/// Facts that are not known are `.unknown(UnknownSet())`, and the evaluator fills in the path.
/// The evaluator is generic over its activation: a host that wants it specialised calls it from
/// a generic or concrete function of an optimised build.
public protocol Activation: ~Copyable {
  /// The value of a variable; `.object` for one that stands for an object.
  func value(ofVariable slot: Int) -> Value
  /// The value of an object's field.
  func value(ofField slot: Int, of object: ObjectReference) -> Value
  /// Whether an object's field has a value; asked by `has`.
  func presence(ofField slot: Int, of object: ObjectReference) -> Presence
  /// The result of a host function; arguments are neither errors nor unknown.
  func call(host function: Int, arguments: Arguments) -> Value
  /// Seconds east of UTC in a zone of the IANA list at an instant; `nil` for an unknown zone.
  func offsetSeconds(ofZone name: String, at instant: Instant) -> Int?
}

extension Activation where Self: ~Copyable {
  /// No zone is known: only UTC and offsets such as `+02:00` work.
  public func offsetSeconds(ofZone name: String, at instant: Instant) -> Int? { nil }
}

/// An activation without variables, for expressions that need none.
public struct EmptyActivation: Activation, Sendable {
  /// Makes an activation that knows nothing.
  public init() {}
  /// An error: nothing is bound.
  public func value(ofVariable slot: Int) -> Value { .error(.undeclaredName("#\(slot)")) }
  /// An error: there are no objects.
  public func value(ofField slot: Int, of object: ObjectReference) -> Value {
    .error(.noSuchField("#\(slot)"))
  }
  /// Nothing is there.
  public func presence(ofField slot: Int, of object: ObjectReference) -> Presence { .absent }
  /// An error: there are no functions.
  public func call(host function: Int, arguments: Arguments) -> Value {
    .error(.undeclaredFunction("#\(function)"))
  }
}

/// An activation of which only some variables are known; whatever else is asked is unknown.
///
/// With it `CheckedExpression.evaluatedPartially` tells what an expression comes to wherever these
/// variables have these values.
public struct PartialActivation: Activation, Sendable {
  private let known: [Int: Value]

  /// Makes an activation that knows some variables, by their slots; nothing without any.
  public init(_ known: [Int: Value] = [:]) { self.known = known }

  /// The variable's value, if it is one of the known.
  public func value(ofVariable slot: Int) -> Value { known[slot] ?? .unknown(UnknownSet()) }
  /// Unknown.
  public func value(ofField slot: Int, of object: ObjectReference) -> Value {
    .unknown(UnknownSet())
  }
  /// Unknown.
  public func presence(ofField slot: Int, of object: ObjectReference) -> Presence { .unknown }
  /// Unknown: a function of the host may know what the activation doesn't.
  public func call(host function: Int, arguments: Arguments) -> Value {
    .unknown(UnknownSet(["host"]))
  }
}

/// An activation of dictionaries and a closure: for tests and small uses, not for decisions.
public struct MapActivation: Activation, Sendable {
  /// The values of variables by their slots.
  public var variables: [Int: Value]
  /// The values of fields by slot for each object; a missing one is absent.
  public var objects: [ObjectReference: [Int: Value]]
  /// The host functions by number.
  public var functions: [Int: @Sendable (Arguments) -> Value]
  /// Seconds east of UTC for a zone at an instant.
  public var zones: @Sendable (String, Instant) -> Int?

  /// Makes an activation of values.
  public init(
    variables: [Int: Value] = [:], objects: [ObjectReference: [Int: Value]] = [:],
    functions: [Int: @Sendable (Arguments) -> Value] = [:],
    zones: @escaping @Sendable (String, Instant) -> Int? = { _, _ in nil }
  ) {
    self.variables = variables
    self.objects = objects
    self.functions = functions
    self.zones = zones
  }

  /// The variable's value; an error if it has none.
  public func value(ofVariable slot: Int) -> Value {
    variables[slot] ?? .error(.undeclaredName("#\(slot)"))
  }

  /// The field's value; `.null` if it has none.
  public func value(ofField slot: Int, of object: ObjectReference) -> Value {
    objects[object]?[slot] ?? .null
  }

  /// Whether the field has a value.
  public func presence(ofField slot: Int, of object: ObjectReference) -> Presence {
    switch objects[object]?[slot] {
    case nil, .null: .absent
    case .unknown: .unknown
    default: .present
    }
  }

  /// The function's result; an error if there is none with that number.
  public func call(host function: Int, arguments: Arguments) -> Value {
    functions[function]?(arguments) ?? .error(.undeclaredFunction("#\(function)"))
  }

  /// What `zones` says.
  public func offsetSeconds(ofZone name: String, at instant: Instant) -> Int? {
    zones(name, instant)
  }
}
