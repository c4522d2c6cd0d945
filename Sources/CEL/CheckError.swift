// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Something that does not check, and where.
public struct CheckError: Error, Hashable, Sendable {
  /// What was found.
  public enum Kind: Hashable, Sendable {
    /// No such name; `nearest` are names that differ by a slip.
    case undeclaredName(String, nearest: [String])
    /// No such function; `nearest` are names that are likely to be meant.
    case undeclaredFunction(String, nearest: [String])
    /// The function exists, but takes other arguments; `candidates` are its forms.
    case noMatchingOverload(function: String, arguments: [CELType], candidates: [String])
    /// A value of another type than expected.
    case typeMismatch(expected: CELType, found: CELType)
    /// The object has no such field; `nearest` are those that differ by a slip.
    case unknownField(String, object: String, nearest: [String])
    /// Fields can't be read from a value of this type.
    case noFields(CELType)
    /// A macro goes through lists and maps only.
    case notIterable(CELType)
    /// A macro that was given something else than it takes; `forms` are how it is written.
    case misusedMacro(String, forms: [String])
    /// Objects of this name can't be made in an expression.
    case notConstructible(String)
    /// More levels of nesting than allowed.
    case tooDeep(limit: Int)
    /// More parts than allowed.
    case tooLong(limit: Int)
  }

  /// What was found.
  public let kind: Kind
  /// Where.
  public let range: SourceRange
  /// What is likely to be meant, where more than the types says so; `nil` if nothing does.
  public let hint: String?

  /// Makes an error from what was found and where.
  public init(_ kind: Kind, at range: SourceRange, hint: String? = nil) {
    self.kind = kind
    self.range = range
    self.hint = hint
  }
}

extension CheckError: CustomStringConvertible {
  /// One line for people, in lower case and without a full stop.
  public var description: String {
    func hint(_ names: [String]) -> String {
      names.isEmpty
        ? "" : "; did you mean " + names.map { "`\($0)`" }.joined(separator: " or ") + "?"
    }
    switch kind {
    case .undeclaredName(let name, let nearest):
      return "no name is called `\(NumberedName.written(name))`" + hint(nearest)
    case .undeclaredFunction(let name, let nearest):
      return "no function is called `\(name)`" + hint(nearest)
    case .noMatchingOverload(let function, let arguments, _):
      let types = arguments.map(\.description)
      if let sign = Operator.sign(function) {
        return "`\(sign)` does not take \(types.joined(separator: " and "))"
      }
      return "`\(function)` does not take (\(types.joined(separator: ", ")))"
    case .typeMismatch(let expected, let found): return "expected \(expected), found \(found)"
    case .unknownField(let field, let object, let nearest):
      return "\(object) has no field `\(field)`" + hint(nearest)
    case .noFields(let type): return "a value of type \(type) has no fields"
    case .notIterable(let type): return "expected a list or a map, found \(type)"
    case .misusedMacro(let name, let forms):
      let list = forms.map { "`\($0)`" }.joined(separator: " or ")
      return "`\(name)` is written as \(list)"
    case .notConstructible(let name): return "`\(name)` can't be made in an expression"
    case .tooDeep(let limit): return "the expression is nested deeper than \(limit) levels"
    case .tooLong(let limit): return "the expression has more than \(limit) parts"
    }
  }
}

/// All that does not check in one expression.
public struct CheckErrors: Error, Hashable, Sendable {
  /// The errors by their place in the text; at least one.
  public let errors: [CheckError]
}
