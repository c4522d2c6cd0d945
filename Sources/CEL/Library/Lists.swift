// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Library {
  /// The types whose values have an order.
  static let orderedTypes: [CELType] = [
    .int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes,
  ]

  static var listFunctions: [LibraryFunction] {
    let a = CELType.typeParameter("A")
    let list = CELType.list(a)
    let any = CELType.list(.dyn)
    func member(_ name: String, _ function: StandardFunction, _ forms: [LibraryFunction.Signature])
      -> LibraryFunction
    {
      LibraryFunction(name, function, forms, isMember: true)
    }
    return [
      member("slice", .slice, [([list, .int, .int], list)]),
      member("flatten", .flatten, [([.list(list)], list), ([any, .int], any)]),
      LibraryFunction("lists.range", .range, [([.int], .list(.int))]),
      member("reverse", .reverse, [([list], list)]),
      member("distinct", .distinct, [([list], list)]),
      member("sort", .sort, orderedTypes.map { ([.list($0)], .list($0)) }),
    ]
  }
}

/// Lists made of lists.
enum ListFunctions {
  static func call(
    _ function: StandardFunction, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    guard let first = arguments.first else { return nil }
    if function == .range, arguments.count == 1, case .int(let count) = first {
      return range(count, &budget)
    }
    guard case .list(let elements) = first else { return nil }
    budget -= elements.count
    if budget < 0 { return .error(.costExceeded) }
    switch (function, arguments.count) {
    case (.first, 1): return .optional(OptionalValue(elements.first))
    case (.last, 1): return .optional(OptionalValue(elements.last))
    case (.unwrap, 1): return unwrap(elements)
    case (.reverse, 1): return .list(elements.reversed())
    case (.slice, 3): return slice(elements, arguments[1], arguments[2])
    case (.flatten, 1): return flatten(elements, depth: 1, &budget)
    case (.flatten, 2):
      guard case .int(let depth) = arguments[1] else { return nil }
      if depth < 0 { return failure(function, "a depth of \(depth) is below zero") }
      return flatten(elements, depth: depth, &budget)
    case (.distinct, 1): return distinct(elements, &budget)
    case (.sort, 1): return sorted(elements, by: elements, "sort", &budget)
    default: return nil
    }
  }

  private static func failure(_ function: StandardFunction, _ reason: String) -> Value {
    .error(.badArgument(function: function.name, reason: reason))
  }

  private static func range(_ count: Int64, _ budget: inout Int) -> Value {
    budget -= Int(clamping: max(0, count))
    if budget < 0 { return .error(.costExceeded) }
    return .list((0..<max(0, count)).map { .int($0) })
  }

  private static func slice(_ elements: [Value], _ start: Value, _ end: Value) -> Value? {
    guard case .int(let start) = start, case .int(let end) = end else { return nil }
    guard start >= 0, start <= end, end <= elements.count else {
      return failure(.slice, "a list of \(elements.count) has no part from \(start) to \(end)")
    }
    return .list(Array(elements[Int(start)..<Int(end)]))
  }

  /// The contents of optionals that have one.
  private static func unwrap(_ elements: [Value]) -> Value? {
    var result: [Value] = []
    for element in elements {
      guard case .optional(let optional) = element else { return nil }
      if let inner = optional.value { result.append(inner) }
    }
    return .list(result)
  }

  private static func flatten(
    _ elements: [Value], depth: Int64, _ budget: inout Int
  ) -> Value {
    var current = elements
    var level: Int64 = 0
    while level < depth {
      var next: [Value] = []
      var hasList = false
      for element in current {
        if case .list(let inner) = element {
          hasList = true
          budget -= inner.count
          if budget < 0 { return .error(.costExceeded) }
          next += inner
        } else {
          next.append(element)
        }
      }
      if !hasList { break }
      current = next
      level += 1
    }
    return .list(current)
  }

  private static func distinct(_ elements: [Value], _ budget: inout Int) -> Value {
    var result: [Value] = []
    for element in elements {
      budget -= result.count
      if budget < 0 { return .error(.costExceeded) }
      if !result.contains(where: { $0.equals(element) }) { result.append(element) }
    }
    return .list(result)
  }

  /// The elements in the order of their keys, equal ones as they stood.
  static func sorted(
    _ elements: [Value], by keys: [Value], _ function: String, _ budget: inout Int
  ) -> Value {
    guard let first = keys.first else { return .list([]) }
    let type = first.type(in: RuntimeTypes())
    for key in keys {
      guard Library.orderedTypes.contains(type), key.type(in: RuntimeTypes()) == type else {
        return .error(
          .noMatchingOverload(
            function: function,
            arguments: [.list(type), .list(key.type(in: RuntimeTypes()))]))
      }
      if case .double(let number) = key, number.isNaN {
        return .error(.badArgument(function: function, reason: "NaN has no order"))
      }
    }
    // About what comparing costs.
    budget -= keys.count * (Int.bitWidth - keys.count.leadingZeroBitCount)
    if budget < 0 { return .error(.costExceeded) }
    let order = keys.indices.sorted { a, b in
      switch keys[a].order(to: keys[b]) {
      case .less: true
      case .equal: a < b
      case .greater, .unordered, .incomparable: false
      }
    }
    return .list(order.map { elements[$0] })
  }
}
