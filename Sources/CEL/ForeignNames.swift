// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What other languages call something that has another name here.
enum ForeignNames {
  /// The names here for a function's name elsewhere; upper case and underscores say nothing.
  static func functions(for name: String) -> [String] {
    switch name.lowercased().filter({ $0 != "_" }) {
    case "len", "length", "count", "strlen", "isempty", "empty": ["size"]
    case "lower", "tolower", "lowercase", "tolowercase", "downcase": ["lowerAscii"]
    case "upper", "toupper", "uppercase", "touppercase", "upcase": ["upperAscii"]
    case "includes", "include", "contain", "has": ["contains"]
    case "strip", "trimmed": ["trim"]
    case "substr", "mid": ["substring"]
    case "min", "minimum": ["math.least"]
    case "max", "maximum": ["math.greatest"]
    case "round", "floor", "ceil", "trunc", "abs", "sign", "sqrt": ["math.\(name.lowercased())"]
    case "ceiling": ["math.ceil"]
    case "str", "tostring", "text": ["string"]
    case "toint", "parseint", "integer", "number", "tonumber": ["int"]
    case "float", "todouble", "parsefloat", "decimal": ["double"]
    case "coalesce", "ifnull", "nvl", "default": ["orValue"]
    case "like", "regexmatch", "rlike": ["matches"]
    case "unique", "uniq": ["distinct"]
    case "any", "some", "anymatch": ["exists"]
    case "every", "allmatch", "foreach": ["all"]
    case "select", "where", "find": ["filter"]
    case "collect": ["map"]
    default: []
    }
  }

  /// The sign here for an operator that is a word elsewhere.
  static func sign(for word: String) -> String? {
    switch word.lowercased() {
    case "and": "&&"
    case "or": "||"
    case "not": "!"
    case "is", "equals", "eq": "=="
    case "mod": "%"
    default: nil
    }
  }
}

/// How calls that are macros are written.
enum MacroForms {
  /// The macros that are called on a value.
  static func members(in libraries: Set<Library>) -> [String] {
    [
      "all", "exists", "exists_one", "existsOne", "filter", "map", "transformList", "transformMap",
      "transformMapEntry", "sortBy", "optMap", "optFlatMap",
    ].filter { !forms(of: $0, in: libraries).isEmpty }
  }

  /// The forms of the macro with this name in these libraries; none if it isn't one.
  static func forms(of name: String, in libraries: Set<Library>) -> [String] {
    guard libraries.contains(.standard) else { return [] }
    let hasPairs = libraries.contains(.twoVariableComprehensions)
    switch name {
    case "has": return ["has(a.b)"]
    case "all", "exists", "exists_one", "existsOne":
      return ["list.\(name)(x, condition)"]
        + (hasPairs ? ["map.\(name)(key, value, condition)"] : [])
    case "filter": return ["list.filter(x, condition)"]
    case "map": return ["list.map(x, value)", "list.map(x, condition, value)"]
    case "transformList", "transformMap", "transformMapEntry":
      let result = name == "transformMapEntry" ? "{newKey: newValue}" : "newValue"
      return hasPairs
        ? ["map.\(name)(key, value, \(result))", "map.\(name)(key, value, condition, \(result))"]
        : []
    case "sortBy": return libraries.contains(.lists) ? ["list.sortBy(x, key)"] : []
    case "optMap", "optFlatMap":
      return libraries.contains(.optionals) ? ["optional.\(name)(x, value)"] : []
    case "bind": return libraries.contains(.bindings) ? ["cel.bind(x, value, expression)"] : []
    default: return []
    }
  }
}
