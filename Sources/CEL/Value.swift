// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// What an expression evaluates to.
///
/// Small enough to copy; scalars, times, objects and host scalars carry no reference.
public enum Value: Sendable {
  /// The null value.
  case null
  /// A truth value.
  case bool(Bool)
  /// A whole number with a sign.
  case int(Int64)
  /// A whole number without a sign.
  case uint(UInt64)
  /// A floating-point number.
  case double(Double)
  /// A text.
  case string(String)
  /// Octets.
  case bytes([UInt8])
  /// Values in their order.
  case list([Value])
  /// Values by their keys.
  case map(MapValue)
  /// An instant.
  case timestamp(Instant)
  /// A span of time.
  case duration(Duration)
  /// A type as a value, such as `int`.
  case type(CELType)
  /// A value or none.
  case optional(OptionalValue)
  /// One of the host's objects.
  case object(ObjectReference)
  /// A host scalar.
  case opaque(OpaqueValue)
  /// An address of the Internet or a range of them.
  case network(NetworkAddress)
  /// The value depends on facts that are not known.
  case unknown(UnknownSet)
  /// There is no value, and why.
  case error(EvaluationError)
}

/// A handle to one of the host's objects: only the host knows what a row is.
public struct ObjectReference: Hashable, Sendable {
  /// The object type's index in its environment.
  public let type: Int32
  /// Which object of that type.
  public let row: Int32

  /// Makes a handle to the object `row` of the type with index `type`.
  public init(type: Int32, row: Int32) {
    self.type = type
    self.row = row
  }
}

/// A host scalar such as a date or an amount of money.
public struct OpaqueValue: Hashable, Sendable {
  /// The opaque type's index in its environment.
  public let type: Int32
  /// A mark that the host chooses, such as the currency.
  public let tag: Int32
  /// What the host stores, such as days since 1970 or an amount.
  public let payload: Int64

  /// Makes a host scalar of the type with index `type`.
  public init(type: Int32, tag: Int32 = 0, payload: Int64) {
    self.type = type
    self.tag = tag
    self.payload = payload
  }
}

/// A value that may be missing, as CEL's optional library has it.
public struct OptionalValue: Sendable {
  private let storage: [Value]

  /// Wraps a value, or nothing.
  public init(_ value: Value?) {
    storage = value.map { [$0] } ?? []
  }

  /// What is inside, if anything.
  public var value: Value? { storage.first }
}

/// The attributes whose unknown values keep a result open.
public struct UnknownSet: Hashable, Sendable {
  /// Paths such as `account.health`, sorted, each once; empty where the host left naming to the
  /// evaluator.
  public let paths: [String]

  /// An unknown value whose path the evaluator fills in.
  public init() { paths = [] }

  /// An unknown value that is known by these paths.
  public init(_ paths: [String]) {
    self.paths = Set(paths).sorted()
  }

  /// What either set names.
  public func union(_ other: UnknownSet) -> UnknownSet {
    paths.isEmpty ? other : other.paths.isEmpty ? self : UnknownSet(paths + other.paths)
  }
}

extension Value {
  /// The run-time type of the value; lists, maps and optionals say nothing of their contents.
  public func type(in environment: RuntimeTypes) -> CELType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list(.dyn)
    case .map: .map(key: .dyn, value: .dyn)
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type(.dyn)
    case .optional: .optional(.dyn)
    case .object(let reference): .object(environment.objectName(reference.type))
    case .opaque(let value): .opaque(environment.opaqueName(value.type))
    case .network(let address): .opaque(address.typeName)
    case .unknown, .error: .error
    }
  }
}

/// The names of a host's types, needed only to tell a value's type at run time.
public struct RuntimeTypes: Sendable {
  var objects: [ObjectType] = []
  var opaques: [String] = []

  /// The types of no host: its objects and scalars have general names.
  public init() {}

  init(objects: [ObjectType], opaques: [String]) {
    self.objects = objects
    self.opaques = opaques
  }

  /// The name of an object type, `object` if there is none with that index.
  func objectName(_ index: Int32) -> String {
    objects.indices.contains(Int(index)) ? objects[Int(index)].name : "object"
  }

  /// The name of a host scalar's type.
  func opaqueName(_ index: Int32) -> String {
    opaques.indices.contains(Int(index)) ? opaques[Int(index)] : "opaque"
  }
}
