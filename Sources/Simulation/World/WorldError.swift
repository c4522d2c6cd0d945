// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Facts

/// Why a scenario's world can't be made.
public enum WorldError: Error, Hashable, Sendable {
  /// A value isn't of its fact's type.
  case value(fact: String, text: String, expected: String)
  /// A fact, channel or event has no such name in the bundle.
  case name(kind: String, name: String)
  /// The scenario, or its data, names a mapping that the bundle doesn't have.
  case mapping(String)
  /// A fact of generated people depends on itself.
  case circle(String)
  /// An id occurs twice.
  case doubleID(kind: String, id: String)
  /// A file of the data can't be read.
  case data(LoadError)
  /// The span of time is empty.
  case emptySpan
}

extension WorldError: CustomStringConvertible {
  /// What went wrong, as a person at the terminal reads it.
  public var description: String {
    switch self {
    case .value(let fact, let text, let expected):
      "`\(fact)` takes \(expected), and the scenario says `\(text)`"
    case .name(let kind, let name): "no \(kind) is called `\(name)`"
    case .mapping(let id): "no mapping is called `\(id)`"
    case .circle(let fact): "`\(fact)` depends on itself, so it can't be made"
    case .doubleID(let kind, let id): "two \(kind)s are called `\(id)`"
    case .data(let error): error.description
    case .emptySpan: "the scenario ends before it begins"
    }
  }
}
