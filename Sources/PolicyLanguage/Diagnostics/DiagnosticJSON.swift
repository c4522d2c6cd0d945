// Licensed under the Apache License, Version 2.0; see LICENSE.

extension DiagnosticRenderer {
  /// Diagnostics as a JSON array, sorted by place, with two spaces of indentation.
  ///
  /// Each is `{code, severity, path, line, column, end_line, end_column, headline, label, notes,
  /// helps}`; a note has `text` and, where it points, `path`, `line`, `column`; a help has `text`
  /// and, where it can be applied, `replace` with the place and the new text. Lines and columns
  /// count from 1, columns in characters, ends are exclusive.
  public func json(_ diagnostics: [Diagnostic]) -> JSONText {
    .array(diagnostics.sorted(by: Diagnostic.inOrder).map(json))
  }

  private func json(_ diagnostic: Diagnostic) -> JSONText {
    var members: [(String, JSONText)] = [
      ("code", .string(diagnostic.code.identifier)),
      ("severity", .string(diagnostic.severity.rawValue)),
    ]
    members += place(diagnostic.span)
    members.append(("headline", .string(diagnostic.headline)))
    if let label = diagnostic.label { members.append(("label", .string(label))) }
    members.append(
      (
        "notes",
        .array(
          diagnostic.notes.map { note in
            .object([("text", .string(note.text))] + (note.span.map(place) ?? []))
          })
      ))
    members.append(
      (
        "helps",
        .array(
          diagnostic.helps.map { help in
            guard let replacement = help.replacement else {
              return .object([("text", .string(help.text))])
            }
            return .object([
              ("text", .string(help.text)),
              (
                "replace",
                .object(place(replacement.span) + [("with", .string(replacement.text))])
              ),
            ])
          })
      ))
    return .object(members)
  }

  private func place(_ span: SourceSpan) -> [(String, JSONText)] {
    let file = sources[span.file]
    let start = file.location(at: span.bytes.lowerBound)
    let end = file.location(at: span.bytes.upperBound)
    return [
      ("path", .string(start.path)), ("line", .int(start.line)), ("column", .int(start.column)),
      ("end_line", .int(end.line)), ("end_column", .int(end.column)),
    ]
  }
}
