// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The index of a node in its tree.
public typealias NodeID = Int32

/// An expression as it was written: a flat list of nodes, so that no text, however deep, makes
/// anything recurse without bound.
public struct SyntaxTree: Sendable {
  /// The text that was parsed.
  public let text: String
  /// All nodes; children stand before their parents.
  public internal(set) var nodes: [SyntaxNode]
  /// The node of the whole expression.
  public internal(set) var root: NodeID

  /// The node with this index.
  public subscript(id: NodeID) -> SyntaxNode { nodes[Int(id)] }
}

/// One node of a syntax tree.
public struct SyntaxNode: Sendable {
  /// What the node is, with the indexes of its children.
  public internal(set) var kind: Kind
  /// The text of the whole node.
  public let range: SourceRange
  /// The text of its operator, field or function name; the whole node where it has none.
  public let operatorRange: SourceRange
  /// How many nodes lie on the longest way down to a leaf, this one included.
  public internal(set) var height: Int32

  /// The forms of an expression.
  ///
  /// Macros stay what they were written as: `comprehension` and `select(isTest: true)` are the
  /// expanded form and the original call in one.
  public enum Kind: Sendable {
    /// A value that is written out.
    case literal(Value)
    /// A name; absolute names were written with a leading dot.
    case identifier(String, isAbsolute: Bool)
    /// `operand.field`, `operand.?field`, or, if `isTest`, `has(operand.field)`.
    case select(NodeID, field: String, isTest: Bool, isOptional: Bool)
    /// A call; operators have names such as `_+_`. `_&&_` and `_||_` take two or more arguments.
    case call(String, target: NodeID?, arguments: [NodeID])
    /// A list; the positions in `optional` were written `?e`.
    case list([NodeID], optional: [Int])
    /// A map with its entries.
    case map([MapEntry])
    /// The construction of an object.
    case object(String, isAbsolute: Bool, fields: [FieldEntry])
    /// A macro over a list, a map or an optional.
    case comprehension(Comprehension)
  }

  /// One entry of a map; optional ones were written `?key: value`.
  public struct MapEntry: Sendable {
    /// The key's node.
    public let key: NodeID
    /// The value's node.
    public let value: NodeID
    /// Tells whether the entry is left out when its optional value is empty.
    public let isOptional: Bool
  }

  /// One field of an object's construction.
  public struct FieldEntry: Sendable {
    /// The field's name.
    public let name: String
    /// The field's value.
    public let value: NodeID
    /// Tells whether the field is left out when its optional value is empty.
    public let isOptional: Bool
  }

  /// A macro over the elements of a list or the keys of a map.
  public struct Comprehension: Sendable {
    /// Which macro it is.
    public let macro: Macro
    /// What is gone through.
    public let range: NodeID
    /// The element's or key's name; with two variables the index's or key's.
    public let variable: String
    /// With two variables, the value's name.
    public let secondVariable: String?
    /// The condition, where the macro has one.
    public let predicate: NodeID?
    /// What each element becomes, where the macro has that.
    public let transform: NodeID?
    /// Where the names stand.
    public let variableRange: SourceRange
  }

  /// The macros that go through something.
  public enum Macro: UInt8, Sendable {
    /// Every element satisfies the predicate.
    case all
    /// Some element satisfies the predicate.
    case exists
    /// Exactly one element satisfies the predicate.
    case existsOne
    /// What the transform gives for each element.
    case map
    /// The elements that satisfy the predicate.
    case filter
    /// A list of what the transform gives for each pair.
    case transformList
    /// A map with the same keys and what the transform gives for each pair.
    case transformMap
    /// A map of the entries that the transform gives.
    case transformMapEntry
    /// `optMap`: what the transform gives for an optional's value.
    case optionalMap
    /// `optFlatMap`: the same where the transform gives an optional.
    case optionalFlatMap
    /// `cel.bind(x, range, transform)`: the transform with a name for the range.
    case bind
    /// The elements in the order of what the transform gives for each.
    case sortBy
    /// `map` without the elements that give no value; made by analyses, has no syntax.
    case mapPresent
  }
}

extension SyntaxNode.Macro {
  /// The name to write.
  func name(isTwoVariable: Bool) -> String {
    switch self {
    case .all: "all"
    case .exists: "exists"
    case .existsOne: isTwoVariable ? "existsOne" : "exists_one"
    case .map, .mapPresent: "map"
    case .filter: "filter"
    case .transformList: "transformList"
    case .transformMap: "transformMap"
    case .transformMapEntry: "transformMapEntry"
    case .optionalMap: "optMap"
    case .optionalFlatMap: "optFlatMap"
    case .bind: "cel.bind"
    case .sortBy: "sortBy"
    }
  }
}

extension SyntaxNode.Kind {
  /// The children in source order.
  public var children: [NodeID] {
    switch self {
    case .literal, .identifier: []
    case .select(let operand, _, _, _): [operand]
    case .call(_, let target, let arguments): target.map { [$0] + arguments } ?? arguments
    case .list(let elements, _): elements
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .object(_, _, let fields): fields.map(\.value)
    case .comprehension(let parts):
      [parts.range] + [parts.predicate, parts.transform].compactMap { $0 }
    }
  }

  /// The same form with its children moved by `offset`.
  func moved(by offset: NodeID) -> SyntaxNode.Kind {
    switch self {
    case .literal, .identifier: self
    case .select(let operand, let field, let isTest, let isOptional):
      .select(operand + offset, field: field, isTest: isTest, isOptional: isOptional)
    case .call(let name, let target, let arguments):
      .call(name, target: target.map { $0 + offset }, arguments: arguments.map { $0 + offset })
    case .list(let elements, let optional):
      .list(elements.map { $0 + offset }, optional: optional)
    case .map(let entries):
      .map(
        entries.map {
          SyntaxNode.MapEntry(
            key: $0.key + offset, value: $0.value + offset, isOptional: $0.isOptional)
        })
    case .object(let name, let isAbsolute, let fields):
      .object(
        name, isAbsolute: isAbsolute,
        fields: fields.map {
          SyntaxNode.FieldEntry(
            name: $0.name, value: $0.value + offset, isOptional: $0.isOptional)
        })
    case .comprehension(let parts):
      .comprehension(
        SyntaxNode.Comprehension(
          macro: parts.macro, range: parts.range + offset, variable: parts.variable,
          secondVariable: parts.secondVariable, predicate: parts.predicate.map { $0 + offset },
          transform: parts.transform.map { $0 + offset }, variableRange: parts.variableRange))
    }
  }
}

/// The names of `cel.block`'s parts and of the variables that its author leaves to be numbered; no
/// text can write them, so they never meet a name of the host.
enum NumberedName {
  static func index(_ number: Int) -> String { "@index\(number)" }

  static func variable(_ kind: String, _ depth: Int, _ number: Int) -> String {
    "@\(kind):\(depth):\(number)"
  }

  /// How an expression writes the name: `cel.index(0)`, `cel.iterVar(0, 1)`.
  static func written(_ name: String) -> String {
    guard name.hasPrefix("@") else { return name }
    let parts = name.dropFirst().split(separator: ":")
    if parts.count == 3 { return "cel.\(parts[0])(\(parts[1]), \(parts[2]))" }
    return name.hasPrefix("@index") ? "cel.index(\(name.dropFirst(6)))" : name
  }
}

/// The names under which operators are declared.
enum Operator {
  static let add = "_+_"
  static let subtract = "_-_"
  static let multiply = "_*_"
  static let divide = "_/_"
  static let modulo = "_%_"
  static let equal = "_==_"
  static let notEqual = "_!=_"
  static let less = "_<_"
  static let lessOrEqual = "_<=_"
  static let greater = "_>_"
  static let greaterOrEqual = "_>=_"
  static let contains = "@in"
  static let and = "_&&_"
  static let or = "_||_"
  static let not = "!_"
  static let negate = "-_"
  static let conditional = "_?_:_"
  static let index = "_[_]"
  static let optionalIndex = "_[?_]"

  static let names: Set<String> = [
    add, subtract, multiply, divide, modulo, equal, notEqual, less, lessOrEqual, greater,
    greaterOrEqual, contains, and, or, not, negate, conditional, index, optionalIndex,
  ]

  /// How people know an operator, if the function with this name is one.
  static func sign(_ name: String) -> String? {
    switch name {
    case not: "!"
    case negate: "-"
    case index: "[…]"
    case optionalIndex: "[?…]"
    default: binary(name)?.sign
    }
  }

  /// The sign that stands between two operands, and how strongly it binds.
  static func binary(_ name: String) -> (sign: String, precedence: Int)? {
    switch name {
    case or: ("||", 1)
    case and: ("&&", 2)
    case less: ("<", 3)
    case lessOrEqual: ("<=", 3)
    case greater: (">", 3)
    case greaterOrEqual: (">=", 3)
    case equal: ("==", 3)
    case notEqual: ("!=", 3)
    case contains: ("in", 3)
    case add: ("+", 4)
    case subtract: ("-", 4)
    case multiply: ("*", 5)
    case divide: ("/", 5)
    case modulo: ("%", 5)
    default: nil
    }
  }
}
