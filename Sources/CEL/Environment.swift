// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What an expression may name: variables, functions, types, named expressions and libraries.
public struct Environment: Sendable {
  /// The scope in which names are resolved first, such as `com.example`; empty for the root.
  public let container: String
  /// The parts of the language that are available.
  public let libraries: Set<Library>
  /// How large an expression may be.
  public var limits: ExpressionLimits
  /// The slot of the variable that stands for the time; uses of it whose changes can't be foreseen
  /// are then warned of.
  public var clock: Int?
  /// The declared object types, by the index that `ObjectReference.type` holds.
  public private(set) var objectTypes: [ObjectType] = []
  /// The names of host scalars, by the index that `OpaqueValue.type` holds.
  public private(set) var opaqueTypes: [String] = []
  /// The declared variables by name.
  public private(set) var variables: [String: Variable] = [:]
  /// The declared functions by name.
  public private(set) var functions: [String: [Overload]] = [:]
  /// Named expressions, put in wherever an identifier names one.
  public private(set) var definitions: [String: CheckedExpression] = [:]
  private var objectPositions: [String: Int] = [:]

  /// Makes an environment with these libraries and nothing else.
  public init(
    container: String = "", libraries: Set<Library> = [.standard],
    limits: ExpressionLimits = ExpressionLimits()
  ) {
    self.container = container
    self.libraries = libraries
    self.limits = limits
    for library in Library.allCases where libraries.contains(library) {
      for (name, overloads) in Library.declarations[library] ?? [] {
        functions[name, default: []].append(contentsOf: overloads)
      }
    }
  }

  /// Declares a variable, replacing one with the same name.
  public mutating func declare(_ variable: Variable) {
    variables[variable.name] = variable
  }

  /// Declares an object type and gives its index.
  @discardableResult
  public mutating func declare(_ type: ObjectType) -> Int32 {
    if let position = objectPositions[type.name] {
      objectTypes[position] = type
      return Int32(position)
    }
    objectPositions[type.name] = objectTypes.count
    objectTypes.append(type)
    return Int32(objectTypes.count - 1)
  }

  /// Declares a host scalar and gives its index; its functions and operators are declared apart,
  /// under names such as `_+_` and `_<_`.
  @discardableResult
  public mutating func declareOpaque(_ name: String) -> Int32 {
    if let position = opaqueTypes.firstIndex(of: name) { return Int32(position) }
    opaqueTypes.append(name)
    return Int32(opaqueTypes.count - 1)
  }

  /// Declares further forms of a function or operator.
  public mutating func declare(function name: String, _ overloads: [Overload]) {
    functions[name, default: []].append(contentsOf: overloads)
  }

  /// Names an expression that was checked in this environment.
  public mutating func define(_ name: String, as expression: CheckedExpression) {
    definitions[name] = expression
  }

  /// The object type with this name, if declared.
  public func objectType(_ name: String) -> ObjectType? {
    objectPositions[name].map { objectTypes[$0] }
  }

  /// The names of the host's types at run time.
  public var runtimeTypes: RuntimeTypes {
    RuntimeTypes(objects: objectTypes, opaques: opaqueTypes)
  }

  /// Parses a text with this environment's libraries and limits.
  public func parse(_ text: String) throws(ParseError) -> SyntaxTree {
    try Parser(libraries: libraries, limits: limits).parse(text)
  }

  /// Checks names and types; fails with all that is wrong, in the order of the text.
  public func check(_ tree: SyntaxTree) -> Result<CheckedExpression, CheckErrors> {
    var checker = Checker(tree, environment: self, isDynamic: false)
    return checker.run()
  }

  /// Resolves names but leaves all types and overloads to run time.
  ///
  /// What can't be resolved becomes an error when it is evaluated.
  public func resolveUnchecked(_ tree: SyntaxTree) -> Result<CheckedExpression, CheckErrors> {
    var checker = Checker(tree, environment: self, isDynamic: true)
    return checker.run()
  }

  /// The names that `name` may mean, the innermost scope first.
  func candidates(_ name: String, isAbsolute: Bool) -> [String] {
    if isAbsolute || name.hasPrefix(".") {
      return [name.hasPrefix(".") ? String(name.dropFirst()) : name]
    }
    if container.isEmpty { return [name] }
    var names: [String] = []
    var scope = container.split(separator: ".")[...]
    while !scope.isEmpty {
      names.append(scope.joined(separator: ".") + "." + name)
      scope = scope.dropLast()
    }
    return names + [name]
  }

  /// The type that a name denotes as a value, such as `int` or `google.protobuf.Timestamp`.
  func denotedType(_ name: String) -> CELType? {
    switch name {
    case "bool": .bool
    case "bytes": .bytes
    case "double": .double
    case "int": .int
    case "list": .list(.dyn)
    case "map": .map(key: .dyn, value: .dyn)
    case "null_type": .null
    case "string": .string
    case "type": .type(.dyn)
    case "uint": .uint
    case "google.protobuf.Timestamp": .timestamp
    case "google.protobuf.Duration": .duration
    case "net.IP", "net.CIDR": libraries.contains(.network) ? .opaque(name) : nil
    case "optional_type": libraries.contains(.optionals) ? .optional(.dyn) : nil
    default:
      if objectPositions[name] != nil {
        .object(name)
      } else {
        opaqueTypes.contains(name) ? .opaque(name) : nil
      }
    }
  }
}
