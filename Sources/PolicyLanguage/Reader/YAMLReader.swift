// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads the YAML of a file into documents of nodes, and goes on after mistakes.
///
/// A file is split at its `---` lines first, so that a torn document doesn't hide the others.
/// After a syntax error the line is mended as its author most likely meant it, or left out, and
/// the document is read again: one run reports all mistakes.
public enum YAMLReader {
  /// How often one document is read again.
  private static let attemptLimit = 48
  /// How many bytes are read again in all attempts at one document; bounds the time on large ones.
  private static let rereadLimitBytes = 4 << 20

  /// Reads all documents of a file.
  ///
  /// - Parameters:
  ///   - file: The file; its bytes are well-formed UTF-8.
  ///   - id: Its place in the bundle's source map.
  ///   - range: The part to read, such as a template's front matter.
  ///   - diagnostics: Takes what is found.
  public static func documents(
    of file: SourceFile, id: FileID, range: Range<Int>? = nil,
    into diagnostics: inout [Diagnostic]
  ) -> [YAMLDocument] {
    var documents: [YAMLDocument] = []
    let range = range ?? textStart(of: file)..<file.bytes.count
    for chunk in chunks(of: file, in: range) {
      var reading = YAMLReading(work: WorkText(file.bytes[chunk]), file: id)
      documents += reading.run(attemptLimit: attemptLimit, rereadLimitBytes: rereadLimitBytes)
      diagnostics += reading.diagnostics
    }
    return documents
  }

  /// Behind a byte order mark.
  private static func textStart(of file: SourceFile) -> Int {
    file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The parts of a file that begin at its beginning and at each `---` line.
  private static func chunks(of file: SourceFile, in range: Range<Int>) -> [Range<Int>] {
    var starts = [range.lowerBound]
    for start in file.lineStarts where range.contains(start) && start > range.lowerBound {
      if isDocumentMark(file.bytes, at: start) { starts.append(start) }
    }
    let ends = starts.dropFirst() + [range.upperBound]
    return zip(starts, ends).map { $0..<$1 }
  }

  /// Whether a line begins a document: `---` alone or before a space.
  static func isDocumentMark(_ bytes: [UInt8], at start: Int) -> Bool {
    guard bytes.count >= start + 3, bytes[start..<start + 3].allSatisfy({ $0 == UInt8(ascii: "-") })
    else { return false }
    guard bytes.count > start + 3 else { return true }
    let next = bytes[start + 3]
    return WorkText.isSpace(next) || next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
  }
}

/// The attempts at one document.
struct YAMLReading {
  var work: WorkText
  let file: FileID
  var diagnostics: [Diagnostic] = []
  /// Lines of the file on which a fault has been reported and mended.
  private var mendedLines: Set<Int> = []
  private var hasUntabbed = false
  private var isDamaged = false

  init(work: WorkText, file: FileID) {
    self.work = work
    self.file = file
  }

  mutating func run(attemptLimit: Int, rereadLimitBytes: Int) -> [YAMLDocument] {
    var budget = max(rereadLimitBytes, 4 * work.bytes.count)
    for _ in 0..<attemptLimit where budget > 0 {
      budget -= work.bytes.count
      do throws(YAMLFault) {
        let output = try YAMLEventReader.read(work, file: file)
        diagnostics += output.findings
        return output.roots.map { YAMLDocument(root: $0, isDamaged: isDamaged) }
      } catch {
        guard repair(error) else { return [] }
      }
    }
    if let last = diagnostics.last {
      diagnostics.append(
        Diagnostic(
          .tooManyFaults, at: last.span,
          "too many syntax errors; the rest of this document is unread"
        )
        .help("mend those shown above, and check again"))
    }
    return []
  }

  // MARK: - Repairs

  /// Reports a fault once a line, and changes the text so that the next attempt gets further.
  ///
  /// - Returns: Whether another attempt makes sense.
  private mutating func repair(_ fault: YAMLFault) -> Bool {
    if fault.kind == .tooDeep {
      let at = work.origin(fault.offset)
      diagnostics.append(
        Diagnostic(
          .nestedTooDeep, at: SourceSpan(file: file, bytes: at..<at + 1),
          "lists and maps are nested deeper than \(YAMLEventReader.depthLimit)"
        )
        .note("the rest of this document is unread"))
      return false
    }
    if !hasUntabbed, let tab = tabLine(near: fault) {
      hasUntabbed = true
      reportTabs(first: tab)
      return true
    }
    let explanation = YAMLFaultExplainer(work: work, file: file, fault: fault).explain()
    let line = work.line(at: explanation.line)
    let key = work.origin(line.lowerBound)
    guard !mendedLines.contains(key) else {
      return blank(line)
    }
    mendedLines.insert(key)
    diagnostics.append(explanation.diagnostic)
    switch explanation.repair {
    case .replace(let range, let new): work.replace(range, with: Array(new.utf8))
    case .quote(let range): work.quote(range)
    case .leaveOut: return blank(line)
    }
    return true
  }

  /// Leaves a line out; if nothing is left on it, the block of the document around it.
  private mutating func blank(_ line: Range<Int>) -> Bool {
    isDamaged = true
    var start = line.lowerBound
    var end = line.upperBound
    if work.contentStart(of: line) == line.upperBound {
      while start > 0, isContinuation(work.line(at: start)) {
        start = work.line(at: start - 1).lowerBound
      }
      while end < work.bytes.count {
        let next = work.line(at: end + 1)
        guard next.lowerBound > end, isContinuation(next) else { break }
        end = next.upperBound
      }
    }
    guard work.bytes[start..<end].contains(where: { $0 > UInt8(ascii: " ") }) else { return false }
    work.blank(start..<end)
    return true
  }

  /// Whether a line belongs to a block that begins further up: it is indented, or empty.
  private func isContinuation(_ line: Range<Int>) -> Bool {
    line.isEmpty || WorkText.isSpace(work.bytes[line.lowerBound])
  }

  // MARK: - Tabs

  /// The line whose indentation holds the tab that a fault may come from.
  private func tabLine(near fault: YAMLFault) -> Range<Int>? {
    for offset in [fault.offset, fault.contextOffset ?? fault.offset] {
      let line = work.line(at: offset)
      if tabInIndentation(of: line) != nil { return line }
    }
    return nil
  }

  private func tabInIndentation(of line: Range<Int>) -> Int? {
    let indentation = line.lowerBound..<work.contentStart(of: line)
    guard indentation.upperBound < line.upperBound else { return nil }
    return work.bytes[indentation].firstIndex(of: UInt8(ascii: "\t"))
  }

  /// Reports the first of the lines that a tab indents, and indents all of them with spaces.
  private mutating func reportTabs(first: Range<Int>) {
    let tab = tabInIndentation(of: first) ?? first.lowerBound
    let place = work.origin(tab..<work.contentStart(of: first))
    var edits: [WorkText.Edit] = []
    var previous: Indentation?
    var start = 0
    while start < work.bytes.count {
      let line = work.line(at: start)
      let content = work.contentStart(of: line)
      let indentation = line.lowerBound..<content
      var width = indentation.count
      if tabInIndentation(of: line) != nil {
        width = spaces(for: indentation, under: previous)
        edits.append(
          WorkText.Edit(
            range: indentation, bytes: Array(repeating: UInt8(ascii: " "), count: width)))
      }
      if content < line.upperBound, work.bytes[content] != UInt8(ascii: "#") {
        previous = Indentation(line, width: width, in: work)
      }
      start = line.upperBound
      while start < work.bytes.count, work.bytes[start] != UInt8(ascii: "\n") { start += 1 }
      start += 1
    }
    work.apply(edits)
    var finding = Diagnostic(
      .tabIndentation, at: SourceSpan(file: file, bytes: place),
      "a tab indents this line, and YAML indents with spaces only", label: "a tab")
    if edits.count > 1 {
      finding = finding.note("tabs indent \(edits.count) lines of this document")
    }
    diagnostics.append(finding.help("write two spaces for each level; set the editor to do so"))
  }

  /// How far a line is indented, and what that asks of the next one.
  private struct Indentation {
    let width: Int
    let contentColumn: Int
    let opensBlock: Bool

    init(_ range: Range<Int>, width: Int, in work: WorkText) {
      let line = YAMLLine(range, in: work)
      self.width = width
      contentColumn = line.contentColumn + width - (work.contentStart(of: range) - range.lowerBound)
      opensBlock = line.end > range.lowerBound && work.bytes[line.end - 1] == UInt8(ascii: ":")
    }
  }

  /// How wide an indentation with tabs was most likely meant: by the line before it.
  private func spaces(for indentation: Range<Int>, under previous: Indentation?) -> Int {
    let tabs = work.bytes[indentation].count { $0 == UInt8(ascii: "\t") }
    guard let previous else { return indentation.count + tabs }
    if previous.opensBlock { return previous.width + 2 }
    let isItem = work.bytes[indentation.upperBound] == UInt8(ascii: "-")
    return isItem ? previous.width : previous.contentColumn
  }
}
