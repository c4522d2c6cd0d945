// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why an expression has no value.
public indirect enum EvaluationError: Error, Hashable, Sendable {
  /// No overload of the function takes arguments of these types.
  case noMatchingOverload(function: String, arguments: [CELType])
  /// A map has no entry for the key.
  case noSuchKey(String)
  /// A value has no field with this name.
  case noSuchField(String)
  /// A fact that is known to be none was read without `has`; the path names it.
  case absent(path: String)
  /// A whole number was divided by zero.
  case divisionByZero
  /// A result outside its type's range.
  case overflow(CELType)
  /// Text or a number that can't be converted.
  case badConversion(from: String, to: CELType)
  /// A list has no element at this position.
  case indexOutOfBounds(Int64)
  /// A map would have the same key twice.
  case repeatedKey(String)
  /// A value of this type can't be a map's key.
  case unsupportedKey(CELType)
  /// A regular expression that RE2 doesn't take, and why.
  case badPattern(String)
  /// No time zone has this name.
  case unknownZone(String)
  /// The value of an optional that has none was asked for.
  case emptyOptional
  /// An argument of the right type that the function can't work with.
  case badArgument(function: String, reason: String)
  /// A name that nobody declared was read.
  case undeclaredName(String)
  /// A function that nobody declared was called.
  case undeclaredFunction(String)
  /// The evaluation took more steps than its budget.
  case costExceeded
  /// What a host function reports.
  case host(String)
}

extension EvaluationError: CustomStringConvertible {
  /// One line for people, in lower case and without a full stop.
  public var description: String {
    switch self {
    case .noMatchingOverload(let function, let arguments):
      "no overload of `\(function)` takes (\(arguments.map(\.description).joined(separator: ", ")))"
    case .noSuchKey(let key): "the map has no key \(key)"
    case .noSuchField(let field): "there is no field `\(field)`"
    case .absent(let path): "`\(path)` has no value"
    case .divisionByZero: "division by zero"
    case .overflow(let type): "the result is outside the range of \(type)"
    case .badConversion(let text, let type): "\(text) can't be converted to \(type)"
    case .indexOutOfBounds(let index): "the list has no element \(index)"
    case .repeatedKey(let key): "the key \(key) is given twice"
    case .unsupportedKey(let type): "a value of type \(type) can't be a map's key"
    case .badPattern(let reason): "the regular expression can't be used: \(reason)"
    case .unknownZone(let name): "no time zone is called `\(name)`"
    case .emptyOptional: "the optional is empty"
    case .badArgument(let function, let reason): "`\(function)`: \(reason)"
    case .undeclaredName(let name): "no name `\(name)` is declared"
    case .undeclaredFunction(let name): "no function `\(name)` is declared"
    case .costExceeded: "the evaluation took more steps than allowed"
    case .host(let message): message
    }
  }
}
