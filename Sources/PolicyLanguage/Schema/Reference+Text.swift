// Licensed under the Apache License, Version 2.0; see LICENSE.

package import TextLayout

// The reference as `parley explain KIND` shows it.
extension Reference {
  /// One kind: its keys, and the keys of the maps in it, in lines of at most `width` columns.
  package static func text(of kind: PolicyKind, _ style: TerminalStyle, width: Int) -> String {
    let mark = kind.isExecuted ? "" : " Not executed yet."
    var lines = "\(kind.name): \(kind.summary)\(mark)".wrapped(to: width)
    lines += section(ownFields(kind), of: kind.object, style, width)
    for object in maps(in: kind) {
      lines += ["", style.paint(capitalised(object.name), .bold)]
      lines += section(object.fields, of: object, style, width)
    }
    lines +=
      [""] + "Any document may have \(names(PolicyKind.commonFields)), too.".wrapped(to: width)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every kind and every code, with what it is.
  package static func index(width: Int) -> String {
    let kinds = PolicyKind.all.map { ($0.name, $0.summary) }
    let codes = DiagnosticCode.allCases.map { ($0.identifier, $0.page.summary) }
    let column = (kinds + codes).map(\.0.count).max() ?? 0
    let lines = (kinds + codes).flatMap { name, summary in
      let parts = summary.wrapped(to: width - column - 2)
      return [name.padded(to: column) + "  " + parts[0]]
        + parts.dropFirst().map { "".padded(to: column + 2) + $0 }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(
    _ fields: [Field], of object: ObjectType, _ style: TerminalStyle, _ width: Int
  ) -> [String] {
    let column = min(18, fields.map(\.name.count).max() ?? 0) + 4
    let pad = "".padded(to: column)
    var lines: [String] = []
    for field in fields {
      let form = [field.type.phrase, state(field)].filter { !$0.isEmpty }.joined(separator: "; ")
      let mark = field.isExecuted ? "" : " Not executed yet."
      let name = ("  " + field.name).padded(to: column)
      let words = (field.summary + mark).wrapped(to: width - column)
      lines.append("")
      if name.count > column { lines.append(style.paint(name, .bold)) }
      lines.append((name.count > column ? pad : style.paint(name, .bold)) + words[0])
      lines += words.dropFirst().map { pad + $0 }
      lines += form.wrapped(to: width - column).map { pad + style.paint($0, .dim) }
    }
    for text in [rest(object), rules(object)] where !text.isEmpty {
      lines += [""] + text.wrapped(to: width - 2).map { "  " + $0 }
    }
    return lines
  }

  private static func state(_ field: Field) -> String {
    field.isRequired ? "required" : field.defaultText.map { "default: \($0)" } ?? ""
  }

  private static func names(_ fields: [Field]) -> String {
    let names = fields.map { "`\($0.name)`" }
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  private static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
