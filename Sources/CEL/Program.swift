// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A checked expression compiled to plain data: an array of small nodes that refer to each other,
/// to constants and to slots by number.
public struct Program: Sendable {
  /// What a node does with its operands.
  enum Operation: UInt8 {
    /// a: constant
    case constant
    /// a: variable slot, c: path
    case variable
    /// a: number of a macro's variable
    case local
    /// a: error
    case fail
    /// a: variable slot, b: field slot, c: path; flag: 1 if null is one of its values
    case variableField
    /// a: operand, b: field slot, c: path; flag: 1 if null is one of its values
    case field
    /// a: operand, b: field slot, c: path
    case fieldPresence
    /// a: operand, b: name, c: path
    case select
    /// a: operand, b: name
    case selectPresence
    /// a: operand, b: name
    case selectOptional
    /// a: list start, b: count
    case and
    case or
    /// a: operand
    case not
    /// a: condition, b, c: branches
    case conditional
    /// a, b: operands, c: dispatch or -1
    case binary
    /// a: operand, b: set of texts
    case inTexts
    /// a: list start, b: count; optional elements are stored as their complement
    case list
    /// a: list start, b: count of entries; optional entries have the complement of their key
    case map
    /// a: list start, b: count, c: dispatch or -1; flag: function
    case standard
    /// a: operand, b: pattern
    case matches
    /// a: list start, b: count, c: host function
    case host
    /// a: list start of range, first, second, predicate, transform (-1 for none); flag: macro
    case comprehension
  }

  struct Node {
    var operation: Operation
    var flag: UInt8 = 0
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
  }

  /// Overloads of the host that are tried when the language has none for the arguments.
  struct Dispatch {
    let function: String
    let hosts: [(parameters: [CELType], host: Int)]
  }

  /// What the compiler makes of an expression.
  struct Code {
    /// The result's type, as the checker found it.
    let type: CELType
    let localCount: Int
    let runtimeTypes: RuntimeTypes
    var nodes: [Node] = []
    var lists: [Int32] = []
    var constants: [Value] = []
    var names: [String] = []
    var errors: [EvaluationError] = []
    var dispatches: [Dispatch] = []
    var patterns: [RegularExpression] = []
    var textSets: [TextSet] = []
    var root: Int32 = 0
  }

  /// Never changed, and shared by all copies: copying a program counts one reference, not ten.
  private final class Storage: Sendable {
    let code: Code

    init(_ code: Code) { self.code = code }
  }

  private let storage: Storage

  /// Compiles a checked expression.
  ///
  /// - Parameters:
  ///   - expression: What to compile.
  ///   - fold: Gives the result of a host function for constant arguments, so that calls such as
  ///     `days(14)` are computed once; `nil` for functions that have to be called each time. Not
  ///     asked for overloads that depend on time.
  public init(
    _ expression: CheckedExpression,
    fold: @escaping (_ host: Int, Arguments) -> Value? = { _, _ in nil }
  ) {
    var compiler = Compiler(expression: expression, fold: fold)
    storage = Storage(compiler.compiled())
  }

  /// The result's type, as the checker found it.
  public var type: CELType { storage.code.type }

  var nodes: [Node] { storage.code.nodes }
  var lists: [Int32] { storage.code.lists }
  var constants: [Value] { storage.code.constants }
  var names: [String] { storage.code.names }
  var errors: [EvaluationError] { storage.code.errors }
  var dispatches: [Dispatch] { storage.code.dispatches }
  var patterns: [RegularExpression] { storage.code.patterns }
  var textSets: [TextSet] { storage.code.textSets }
  var localCount: Int { storage.code.localCount }
  var runtimeTypes: RuntimeTypes { storage.code.runtimeTypes }
  var root: Int32 { storage.code.root }
}

/// Texts for `x in ["a", "b"]`: a scan by bytes for few, a set for many.
struct TextSet: Sendable {
  let texts: [String]
  private let bytes: Set<[UInt8]>

  init(_ texts: [String]) {
    self.texts = texts
    bytes = texts.count > 8 ? Set(texts.map { Array($0.utf8) }) : []
  }

  func contains(_ text: String) -> Bool {
    bytes.isEmpty
      ? texts.contains { sameBytes($0, text) } : bytes.contains(Array(text.utf8))
  }
}
