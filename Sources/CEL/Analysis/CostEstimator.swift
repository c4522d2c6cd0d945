// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is known of a value's size before there is one.
indirect enum Shape {
  case scalar
  /// A text, list or map of so many parts.
  case sized(CostBounds, element: Shape)

  var count: CostBounds {
    if case .sized(let count, _) = self { count } else { .one }
  }

  var element: Shape {
    if case .sized(_, let element) = self { element } else { .scalar }
  }

  func or(_ other: Shape) -> Shape {
    switch (self, other) {
    case (.scalar, .scalar): .scalar
    case (.sized(let a, let x), .sized(let b, let y)): .sized(a.or(b), element: x.or(y))
    case (.sized(let a, let x), .scalar): .sized(a.upTo, element: x)
    case (.scalar, .sized(let b, let y)): .sized(b.upTo, element: y)
    }
  }
}

/// Goes over an expression once and adds up what each node may cost.
struct CostEstimator {
  typealias Estimate = (cost: CostBounds, shape: Shape)

  let expression: CheckedExpression
  let hints: SizeHints
  private var locals: [Int: Shape] = [:]

  init(expression: CheckedExpression, hints: SizeHints) {
    self.expression = expression
    self.hints = hints
  }

  /// A value of this type that the host gives.
  private func shape(of type: CELType, path: String?) -> Shape {
    let most = path.flatMap(hints.size) ?? hints.otherwise
    let count = CostBounds(0, most)
    switch type {
    case .string, .bytes: return .sized(count, element: .scalar)
    case .list(let element): return .sized(count, element: shape(of: element, path: nil))
    case .map(_, let value): return .sized(count, element: shape(of: value, path: nil))
    case .optional(let inner), .wrapper(let inner): return shape(of: inner, path: path)
    case .dyn, .error, .typeParameter:
      return .sized(count, element: .sized(count, element: .sized(count, element: .scalar)))
    case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type, .object, .opaque:
      return .scalar
    }
  }

  private func shape(of value: Value) -> Shape {
    func size(_ count: Int) -> CostBounds { CostBounds(count, count) }
    switch value {
    case .string(let text): return .sized(size(text.utf8.count), element: .scalar)
    case .bytes(let bytes): return .sized(size(bytes.count), element: .scalar)
    case .list(let elements):
      let shapes = elements.map { shape(of: $0) }
      return .sized(size(elements.count), element: joined(shapes))
    case .map(let map):
      return .sized(size(map.count), element: joined((map.keys + map.values).map { shape(of: $0) }))
    default: return .scalar
    }
  }

  private func joined(_ shapes: [Shape]) -> Shape {
    shapes.dropFirst().reduce(shapes.first ?? .scalar) { $0.or($1) }
  }

  mutating func estimate(_ node: NodeID) -> Estimate {
    let type = expression.types[Int(node)]
    switch expression.resolutions[Int(node)] {
    case .local(let slot): return (.one, locals[slot] ?? shape(of: type, path: nil))
    case .variable: return (.one, shape(of: type, path: expression.path(node)))
    case .type, .unresolved: return (.one, .scalar)
    case .inlined(let root): return estimate(root)
    case .none, .field, .call, .locals: break
    }
    switch expression.tree[node].kind {
    case .literal(let value): return (.one, shape(of: value))
    case .identifier, .object: return (.one, .scalar)
    case .select(let operand, _, let isTest, _):
      let inner = estimate(operand)
      // A variable's field is read in one step.
      let cost = CostBounds(1, 1) + CostBounds(0, inner.cost.most)
      return (cost, isTest ? .scalar : shape(of: type, path: expression.path(node)))
    case .list(let elements, let optional):
      let parts = elements.map { estimate($0) }
      let count = CostBounds(elements.count - optional.count, elements.count)
      return (sum(parts), .sized(count, element: joined(parts.map { $0.shape })))
    case .map(let entries):
      let keys = entries.map { estimate($0.key) }
      let values = entries.map { estimate($0.value) }
      return (
        sum(keys + values),
        .sized(CostBounds(0, entries.count), element: joined((keys + values).map { $0.shape }))
      )
    case .comprehension(let parts): return comprehension(node, parts)
    case .call(let name, nil, let arguments) where name == Operator.and || name == Operator.or:
      let parts = arguments.map { estimate($0) }
      let least = parts.map { $0.cost.least }.min() ?? 0
      return (CostBounds(1 + least, sum(parts).most), .scalar)
    case .call(Operator.conditional, nil, let arguments) where arguments.count == 3:
      let parts = arguments.map { estimate($0) }
      let branches = parts[1].cost.or(parts[2].cost)
      return (.one + parts[0].cost + branches, parts[1].shape.or(parts[2].shape))
    case .call: return call(node)
    }
  }

  private func sum(_ parts: [Estimate]) -> CostBounds {
    // Literal parts are folded into one value.
    CostBounds(1, parts.reduce(CostBounds.one) { $0 + $1.cost }.most)
  }

  // MARK: - Macros

  private mutating func comprehension(
    _ node: NodeID, _ parts: SyntaxNode.Comprehension
  ) -> Estimate {
    let range = estimate(parts.range)
    guard case .locals(let first, let second) = expression.resolutions[Int(node)] else {
      return (.one, .scalar)
    }
    if parts.macro == .bind {
      locals[first] = range.shape
      let body = parts.transform.map { estimate($0) } ?? (.zero, .scalar)
      return (.one + range.cost + body.cost, body.shape)
    }
    locals[first] = second >= 0 ? shape(of: .dyn, path: nil) : range.shape.element
    if second >= 0 { locals[second] = range.shape.element }
    let isOverOptional = parts.macro == .optionalMap || parts.macro == .optionalFlatMap
    if isOverOptional { locals[first] = range.shape }
    let predicate = parts.predicate.map { estimate($0) } ?? (.zero, .scalar)
    let transform = parts.transform.map { estimate($0) } ?? (.zero, .scalar)
    let count = isOverOptional ? CostBounds(0, 1) : range.shape.count
    let body = predicate.cost + transform.cost
    let each: CostBounds
    switch parts.macro {
    case .all, .exists:
      each = CostBounds(count.least > 0 ? predicate.cost.least : 0, (count * body).most)
    case .existsOne: each = count * body
    case .map, .mapPresent, .filter, .transformList, .transformMap, .transformMapEntry,
      .optionalMap, .optionalFlatMap, .bind:
      let least = parts.predicate == nil ? body.least : predicate.cost.least
      each = CostBounds((count * CostBounds(least, nil)).least, (count * body).most)
    case .sortBy: each = count * body + CostBounds(0, (count * CostBounds(0, 64)).most)
    }
    let taken = parts.predicate == nil ? count : count.upTo
    let result: Shape
    switch parts.macro {
    case .all, .exists, .existsOne: result = .scalar
    case .filter, .sortBy: result = .sized(taken, element: range.shape.element)
    case .optionalMap, .optionalFlatMap: result = transform.shape
    case .transformMapEntry:
      result = .sized((taken * transform.shape.count).upTo, element: transform.shape.element)
    case .map, .mapPresent, .transformList, .transformMap, .bind:
      result = .sized(taken, element: transform.shape)
    }
    return (.one + range.cost + each, result)
  }

  // MARK: - Calls

  private mutating func call(_ node: NodeID) -> Estimate {
    let operands = expression.operands(node)
    let parts = operands.map { estimate($0) }
    let areTexts = operands.map { isText(expression.types[Int($0)]) }
    let type = expression.types[Int(node)]
    guard case .call(_, let overloads, _) = expression.resolutions[Int(node)] else {
      return (.one, .scalar)
    }
    var own = CostBounds.zero
    var result = shape(of: type, path: nil)
    if overloads.contains(where: \.isHost) { own = CostBounds(0, hints.hostCall) }
    for overload in overloads {
      guard case .standard(let function) = overload.implementation else { continue }
      let (cost, shape) = growth(function, parts.map { $0.shape }, areTexts)
      own = own + cost
      result = shape ?? result
      break
    }
    // Calls of constants are folded.
    return (CostBounds(1, (sum(parts) + own).most), result)
  }

  private func isText(_ type: CELType) -> Bool {
    switch type {
    case .string, .bytes: true
    case .wrapper(let inner): isText(inner)
    case .null, .bool, .int, .uint, .double, .timestamp, .duration, .dyn, .error, .type, .list,
      .map, .object, .opaque, .optional, .typeParameter:
      false
    }
  }

  /// What a function costs beyond its step, and what it makes.
  ///
  /// - Parameter areTexts: Which of its operands are surely texts or octets: those are gone through
  ///   by many at a step, and compared in none.
  private func growth(
    _ function: StandardFunction, _ parts: [Shape], _ areTexts: [Bool]
  ) -> (cost: CostBounds, shape: Shape?) {
    let counts = parts.map { $0.count }
    let all = counts.reduce(CostBounds.zero, +)
    let first = counts.first ?? .zero
    let last = counts.last ?? .zero
    let through = areTexts.first == true ? first.ofText : all.upTo
    switch function {
    case .add where parts.count == 2:
      let isSized: Bool = if case .sized = parts[0] { true } else { false }
      return isSized
        ? (
          areTexts[0] ? all.ofText : all.upTo,
          .sized(all, element: parts[0].element.or(parts[1].element))
        )
        : (.zero, .scalar)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contains:
      // What is no collection on the right is compared in the step itself.
      if case .sized = parts.last, areTexts.last == false { return (last.upTo, .scalar) }
      return (.zero, .scalar)
    case .index, .optionalIndex: return (.zero, parts.first?.element)
    case .unwrap, .first, .last, .reverse, .slice, .trim, .lowerASCII, .upperASCII, .substring:
      return (through, parts.first.map { .sized(first.upTo, element: $0.element) })
    case .distinct: return ((first * first + first).upTo, parts.first)
    case .sort: return ((first * CostBounds(0, 64) + first).upTo, parts.first)
    case .flatten:
      let inner = parts.first?.element ?? .scalar
      let count = first * inner.count + first
      return ((count + count).upTo, .sized(count.upTo, element: inner.element.or(inner)))
    case .range: return (CostBounds(0, nil), .sized(CostBounds(0, nil), element: .scalar))
    case .setsContains, .setsEquivalent, .setsIntersects:
      return ((first * last + all).upTo, .scalar)
    case .split:
      let count = first + .one
      return (
        (count + count).upTo, .sized(count.upTo, element: .sized(first.upTo, element: .scalar))
      )
    case .join:
      let length =
        first * ((parts.first?.element.count ?? .zero) + (parts.count > 1 ? last : .zero))
      return ((first + length).upTo, .sized(length.upTo, element: .scalar))
    case .replace, .regexReplace:
      let length = first + (first + .one) * (counts.count > 2 ? counts[2] : .zero)
      return ((all + length + first).upTo, .sized(length.upTo, element: .scalar))
    case .format: return (CostBounds(0, nil), .sized(CostBounds(0, nil), element: .scalar))
    case .regexExtract, .regexExtractAll:
      return (
        (all + first + CostBounds(1, 2)).upTo,
        .sized((first + .one).upTo, element: .sized(first.upTo, element: .scalar))
      )
    case .quote, .base64Encode, .bytes, .string:
      let longer = first * CostBounds(0, 4) + CostBounds(0, 64)
      return (through, .sized(longer.upTo, element: .scalar))
    case .dyn, .value, .or_, .orValue, .optionalOf, .optionalOfNonZeroValue:
      return (.zero, parts.dropFirst().reduce(parts.first ?? .scalar) { $0.or($1) })
    default: return (through, nil)
    }
  }
}
