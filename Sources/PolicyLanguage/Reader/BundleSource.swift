// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology

/// The files of a bundle, read and typed; names aren't resolved yet.
public struct BundleSource: Sendable {
  /// All files, for showing places.
  public internal(set) var sources = SourceMap()
  /// The documents of `policies/`, `scenarios/` and `data/`, in the order of paths.
  public internal(set) var documents: [TypedDocument] = []
  /// The files of `templates/`.
  public internal(set) var templates: [TemplateFile] = []
  /// The files of `templates/partials/`.
  public internal(set) var partials: [PartialFile] = []
  /// What was found, in no order; the renderer sorts.
  public internal(set) var diagnostics: [Diagnostic] = []

  /// The documents of one kind.
  public func documents(of kind: PolicyKind) -> [TypedDocument] {
    documents.filter { $0.kind.head == kind.head }
  }
}

/// A template: its front matter, and where its text stands.
public struct TemplateFile: Sendable {
  /// The front matter; `nil` if it is missing or torn.
  public let front: TypedDocument?
  /// The text below the front matter.
  public let body: SourceSpan
}

/// A partial: a text that templates include by `{{> name}}`.
public struct PartialFile: Sendable {
  /// `footer` of `footer.en.md`.
  public let name: String
  /// `en` of `footer.en.md`; empty if the file's name has none.
  public let language: String
  /// All of the file.
  public let body: SourceSpan
}

extension BundleSource {
  /// Reads all files of a bundle.
  ///
  /// Never fails: what can't be read is told in `diagnostics`, and the rest is read.
  ///
  /// - Parameters:
  ///   - files: Where the files come from.
  ///   - today: The day by which `review_by` is judged; `nil` leaves that out.
  public static func read(_ files: BundleFiles, today: CivilDate? = nil) -> BundleSource {
    var source = BundleSource()
    for path in files.paths().sorted() {
      guard let role = BundleFileRole(path: path) else { continue }
      source.read(path, role, files)
    }
    source.checkSettings()
    source.checkIDs()
    if let today { source.checkReviews(today) }
    return source
  }

  /// Reads one file's text as if it stood alone at a path, for tools and tests.
  ///
  /// Nothing is said of settings that are missing.
  public static func read(text: String, path: String) -> BundleSource {
    read(bytes: Array(text.utf8), path: path)
  }

  /// Reads one file's bytes as if it stood alone at a path.
  static func read(bytes: [UInt8], path: String) -> BundleSource {
    var source = BundleSource()
    source.read(path, BundleFileRole(path: path) ?? .policies, .memory([path: bytes]))
    return source
  }

  // MARK: - Files

  private mutating func read(_ path: String, _ role: BundleFileRole, _ files: BundleFiles) {
    let bytes: [UInt8]
    switch files.read(path) {
    case .success(let read): bytes = read
    case .failure(let fault):
      report(fault, path)
      return
    }
    let faults = TextFault.all(in: bytes)
    let isText = !faults.contains { if case .notUTF8 = $0 { true } else { false } }
    let file = SourceFile(path: path, bytes: bytes)
    let id = sources.add(file)
    report(faults, in: file, id)
    guard isText else {
      if role == .template { templates.append(TemplateFile(front: nil, body: wholeSpan(file, id))) }
      return
    }
    let clean = faults.isEmpty ? file : cleaned(file, faults)
    switch role {
    case .policies, .scenario, .mapping:
      for document in YAMLReader.documents(of: clean, id: id, into: &diagnostics) {
        if let typed = DocumentReading.read(document, role: role, into: &diagnostics) {
          documents.append(typed)
        }
      }
    case .template: readTemplate(clean, id)
    case .partial:
      let parts = path.split(separator: "/").last?.split(separator: ".") ?? []
      partials.append(
        PartialFile(
          name: parts.first.map(String.init) ?? "",
          language: parts.count > 2 ? String(parts[1]) : "", body: wholeSpan(file, id)))
    }
  }

  private func wholeSpan(_ file: SourceFile, _ id: FileID) -> SourceSpan {
    SourceSpan(file: id, bytes: 0..<file.bytes.count)
  }

  private mutating func readTemplate(_ file: SourceFile, _ id: FileID) {
    let marks = file.lineStarts.filter { YAMLReader.isDocumentMark(file.bytes, at: $0) }
    guard marks.count >= 2, marks[0] == 0 else {
      diagnostics.append(
        Diagnostic(
          .frontMatter, at: SourceSpan(file: id, bytes: 0..<0),
          marks.first == 0
            ? "the front matter of this template never ends" : "this template has no front matter"
        )
        .help("begin with a line ---, the keys `template`, `channel`, `language`, and a line ---"))
      templates.append(TemplateFile(front: nil, body: wholeSpan(file, id)))
      return
    }
    let range = file.byteRange(ofLine: file.line(at: marks[0])).upperBound..<marks[1]
    let line = file.line(at: marks[1])
    let start = line + 1 < file.lineStarts.count ? file.lineStarts[line + 1] : file.bytes.count
    var front: TypedDocument?
    for document in YAMLReader.documents(of: file, id: id, range: range, into: &diagnostics) {
      front = DocumentReading.read(document, role: .template, into: &diagnostics)
    }
    templates.append(
      TemplateFile(front: front, body: SourceSpan(file: id, bytes: start..<file.bytes.count)))
  }

  /// The file with its odd characters made harmless, byte for byte, so that reading can go on.
  private func cleaned(_ file: SourceFile, _ faults: [TextFault]) -> SourceFile {
    var bytes = file.bytes
    for fault in faults {
      switch fault {
      case .notUTF8: break
      case .bidirectional(let offset, _), .control(let offset, _):
        let length = TextFault.scalar(in: file.bytes, at: offset)?.length ?? 1
        for position in offset..<offset + length { bytes[position] = UInt8(ascii: "?") }
      }
    }
    return SourceFile(path: file.path, bytes: bytes)
  }

  // MARK: - Findings about files

  private mutating func report(_ fault: FileFault, _ path: String) {
    let id = sources.add(SourceFile(path: path, bytes: []))
    let span = SourceSpan(file: id, bytes: 0..<0)
    switch fault {
    case .tooLarge(let sizeBytes):
      diagnostics.append(
        Diagnostic(
          .fileTooLarge, at: span,
          "the file has more than \(BundleFiles.sizeLimitBytes) bytes (\(sizeBytes))"
        )
        .help("split it, or move data into a file that a mapping reads"))
    case .unreadable(let reason):
      diagnostics.append(
        Diagnostic(.fileUnreadable, at: span, "the file can't be read: \(reason)"))
    }
  }

  /// One finding a kind of fault and file; a file of another format would give thousands.
  private mutating func report(_ faults: [TextFault], in file: SourceFile, _ id: FileID) {
    var seen: Set<DiagnosticCode> = []
    for fault in faults {
      let (code, offset, value): (DiagnosticCode, Int, UInt32) =
        switch fault {
        case .notUTF8(let at): (.notUTF8, at, UInt32(file.bytes[at]))
        case .bidirectional(let at, let value): (.bidirectionalControl, at, value)
        case .control(let at, let value): (.controlCharacter, at, value)
        }
      guard seen.insert(code).inserted else { continue }
      let length =
        code == .notUTF8 ? 1 : TextFault.scalar(in: file.bytes, at: offset)?.length ?? 1
      let hex = String(value, radix: 16, uppercase: true)
      let name = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
      let headline: String
      let help: String
      switch code {
      case .notUTF8:
        headline = "the file isn't UTF-8: byte 0x\(hex) at offset \(offset)"
        help = "save it as UTF-8"
      case .bidirectionalControl:
        headline = "the character \(name) changes the order in which this line is read"
        help = "remove it"
      default:
        headline = "the control character \(name) stands in the text"
        help = "remove it; in double quotes it can be written as an escape"
      }
      diagnostics.append(
        Diagnostic(code, at: SourceSpan(file: id, bytes: offset..<offset + length), headline)
          .help(help))
    }
  }

  // MARK: - Findings about documents

  /// The settings stand once, in `policies/parley.yaml`.
  private mutating func checkSettings() {
    let path = "policies/parley.yaml"
    let settings = documents(of: .settings)
    for document in settings where sources[document.headSpan.file].path != path {
      diagnostics.append(
        Diagnostic(.misplacedKind, at: document.headSpan, "the settings stand in another file")
          .help("put them into `\(path)`"))
    }
    let placed = settings.filter { sources[$0.headSpan.file].path == path }
    if let first = placed.first {
      for other in placed.dropFirst() {
        diagnostics.append(
          Diagnostic(.duplicateName, at: other.headSpan, "a bundle has its settings once")
            .note("they are first given at", at: first.headSpan))
      }
    }
    guard settings.isEmpty else { return }
    let index = sources.files.firstIndex { $0.path == path }
    // A torn file has been reported; its settings may well be there.
    if let index, diagnostics.contains(where: { $0.span.file.index == index }) { return }
    let id = index.map(FileID.init) ?? sources.add(SourceFile(path: path, bytes: []))
    diagnostics.append(
      Diagnostic(
        .settingsMissing, at: SourceSpan(file: id, bytes: 0..<0), "the bundle has no settings"
      )
      .help("begin `\(path)` with the line `parley: 1`"))
  }

  /// Ids are unique per kind; tests name their policy, templates have three parts.
  private mutating func checkIDs() {
    var places: [String: SourceSpan] = [:]
    for document in documents where document.kind.head != PolicyKind.test.head {
      guard let id = document.id else { continue }
      noteID("\(document.kind.head) \(id.text)", id, document.kind.name, &places)
    }
    for template in templates {
      guard let front = template.front, let id = front.id else { continue }
      let parts = [front["channel"]?.name ?? "", front["language"]?.string ?? ""]
      noteID("template \(id.text) \(parts)", id, "template", &places)
    }
  }

  private mutating func noteID(
    _ key: String, _ id: ScalarSource, _ kind: String, _ places: inout [String: SourceSpan]
  ) {
    guard let earlier = places[key] else {
      places[key] = id.span
      return
    }
    let detail = kind == "template" ? " for its channel and language" : ""
    diagnostics.append(
      Diagnostic(
        .duplicateName, at: id.span, "a second \(kind) is called `\(id.text)`\(detail)",
        label: "again"
      )
      .note("the first one stands at", at: earlier)
      .help("give each an id of its own"))
  }

  private mutating func checkReviews(_ today: CivilDate) {
    for document in documents + templates.compactMap(\.front) {
      guard let review = document["review_by"], let day = review.date, day < today else {
        continue
      }
      diagnostics.append(
        Diagnostic(
          .reviewDue, at: review.span, "this document was to be looked at again by \(day)"
        )
        .help("look at it, and set a new date"))
    }
  }
}
