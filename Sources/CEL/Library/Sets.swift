// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Library {
  static var setFunctions: [LibraryFunction] {
    let list = CELType.list(.typeParameter("A"))
    let pair: [LibraryFunction.Signature] = [([list, list], .bool)]
    return [
      LibraryFunction("sets.contains", .setsContains, pair),
      LibraryFunction("sets.equivalent", .setsEquivalent, pair),
      LibraryFunction("sets.intersects", .setsIntersects, pair),
    ]
  }
}

/// Lists taken as sets: how often an element stands in them, and where, says nothing.
enum SetFunctions {
  static func call(
    _ function: StandardFunction, _ arguments: Arguments, _ budget: inout Int
  ) -> Value? {
    guard arguments.count == 2, case .list(let a) = arguments[0], case .list(let b) = arguments[1]
    else { return nil }
    let (pairs, isTooMany) = a.count.multipliedReportingOverflow(by: b.count)
    budget -= isTooMany ? budget + 1 : a.count + b.count + pairs
    if budget < 0 { return .error(.costExceeded) }
    switch function {
    case .setsContains: return .bool(isSubset(b, of: a))
    case .setsEquivalent: return .bool(isSubset(a, of: b) && isSubset(b, of: a))
    case .setsIntersects: return .bool(a.contains { holds(b, $0) })
    default: return nil
    }
  }

  private static func holds(_ list: [Value], _ element: Value) -> Bool {
    list.contains { $0.equals(element) }
  }

  private static func isSubset(_ a: [Value], of b: [Value]) -> Bool {
    a.allSatisfy { holds(b, $0) }
  }
}
