// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Reads comma-separated values (RFC 4180) record by record, without making strings.
///
/// Cells may be quoted, hold commas, line ends and doubled quotes; lines end in LF or CRLF; a
/// byte order mark is skipped, as are empty lines. A quote inside an unquoted cell, text behind a
/// closing quote, and a record with another number of cells than the header are problems of
/// that record alone.
public struct CSVReader: ~Copyable, RecordSource {
  private var stream: ByteStream
  private var record = CSVRecord()
  private var base = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
  private var pending = 0
  private var nextLine = 1
  private var isFirst = true
  private var width: Int?
  private var names: [String] = []
  /// The line where the record begins, from 1.
  public private(set) var line = 1

  /// Opens a file.
  public init(path: String) throws(FileError) { stream = try ByteStream(path: path) }

  /// Reads bytes that are there already.
  public init(bytes: [UInt8]) { stream = ByteStream(bytes: bytes) }

  /// Reads a part of a file whose header was read before.
  init(part bytes: UnsafeMutableBufferPointer<UInt8>, names: [String]) {
    stream = ByteStream(borrowing: bytes)
    isFirst = false
    self.names = names
    width = names.count
  }

  /// The first record of a file as names, and where the records begin.
  static func beginning(of path: String) throws(FileError) -> (
    header: Result<[String], RecordProblem>, bytes: Int, lines: Int
  ) {
    var reader = try CSVReader(path: path)
    let header = try reader.header()
    return (header, reader.stream.position + reader.pending, reader.linesRead)
  }

  /// How many lines the records up to this one take.
  var linesRead: Int { nextLine - 1 }

  /// Reads the first record as names; each later one must have as many cells.
  ///
  /// Spaces around names are dropped. Empty for an empty file.
  public mutating func header() throws(FileError) -> Result<[String], RecordProblem> {
    switch try next() {
    case .end: return .success([])
    case .problem(let problem): return .failure(problem)
    case .record:
      width = cellCount
      names = (0..<cellCount).map { trimmed(text($0)) }
      return .success(names)
    }
  }

  /// How many cells the record has.
  public var cellCount: Int { record.cells.count }

  /// Goes to the next record.
  public mutating func next() throws(FileError) -> RecordOutcome {
    if isFirst { try skipByteOrderMark() }
    var isAtEnd = false
    while true {
      stream.consume(pending)
      pending = 0
      base = stream.unread
      if isAtEnd, base.isEmpty { return .end }
      guard let length = record.scan(UnsafeBufferPointer(base), isAtEnd: isAtEnd) else {
        isAtEnd = try !stream.more()
        continue
      }
      pending = length
      line = nextLine
      nextLine += record.lineEnds
      if record.isEmptyLine { continue }
      if let problem = record.problem {
        return .problem(
          RecordProblem(line: line + problem.lineOffset, column: 0, reason: problem.reason))
      }
      if let width, width != cellCount {
        let reason = "\(cellCount) cells, where the header has \(width)"
        return .problem(RecordProblem(line: line, column: 0, reason: reason))
      }
      record.unescape(base)
      return .record
    }
  }

  var fieldCount: Int { names.count }

  func fieldName(_ index: Int) -> String { names[index] }

  /// One cell of the record; an empty one is known to be none, also when it is quoted.
  func field(_ index: Int) -> RawField {
    guard index < cellCount else { return .missing }
    let bytes = bytes(of: index)
    return RawField(kind: bytes.isEmpty ? .empty : .text, bytes: bytes)
  }

  /// Calls `body` with the bytes of one cell.
  public func withCell<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    body(bytes(of: index))
  }

  /// One cell as a string.
  public func text(_ index: Int) -> String { String(decoding: bytes(of: index), as: UTF8.self) }

  @inline(__always)
  private func bytes(of index: Int) -> UnsafeBufferPointer<UInt8> {
    let cell = record.cells[index]
    return UnsafeBufferPointer(rebasing: base[cell.start..<cell.end])
  }

  private mutating func skipByteOrderMark() throws(FileError) {
    isFirst = false
    while stream.unread.count < 3, try stream.more() {}
    if stream.unread.starts(with: [0xEF, 0xBB, 0xBF]) { stream.consume(3) }
  }
}

private func trimmed(_ text: String) -> String {
  String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}

/// The cells of one record, as places in the window.
private struct CSVRecord {
  struct Cell {
    var start: Int
    var end: Int
    var hasEscapes = false
  }
  struct Problem {
    var lineOffset: Int
    var reason: String
  }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  /// What may end a cell without quotes, or mustn't stand in one.
  private static let plainEnds = ByteSet(comma, lineFeed, quote)

  private(set) var cells: ContiguousArray<Cell> = []
  private(set) var lineEnds = 0
  private(set) var problem: Problem?
  private(set) var isEmptyLine = false

  /// Finds the cells of the record at the beginning of `bytes`.
  ///
  /// - Returns: How long the record is with its line end; `nil` if it may go on behind `bytes`.
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) -> Int? {
    cells.removeAll(keepingCapacity: true)
    lineEnds = 0
    problem = nil
    isEmptyLine = false
    var index = 0
    while true {
      let begin = index
      if index < bytes.count, bytes[index] == Self.quote {
        guard let next = scanQuoted(bytes, from: index, isAtEnd: isAtEnd) else { return nil }
        index = next
      } else {
        index = scanPlain(bytes, from: index)
        if index == bytes.count, !isAtEnd { return nil }
        var end = index
        let endsLine = index == bytes.count || bytes[index] == Self.lineFeed
        if endsLine, end > begin, bytes[end - 1] == Self.carriageReturn { end -= 1 }
        isEmptyLine = endsLine && cells.isEmpty && end == begin
        cells.append(Cell(start: begin, end: end))
      }
      if index == bytes.count { return index }
      index += 1
      if bytes[index - 1] == Self.lineFeed {
        lineEnds += 1
        return index
      }
    }
  }

  /// Makes one quote of two, in place.
  mutating func unescape(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    for index in cells.indices where cells[index].hasEscapes {
      var to = cells[index].start
      var from = to
      while from < cells[index].end {
        bytes[to] = bytes[from]
        from += bytes[from] == Self.quote ? 2 : 1
        to += 1
      }
      cells[index].end = to
    }
  }

  /// The next comma or line feed from `index` on, or the end.
  @inline(__always)
  private mutating func scanPlain(_ bytes: UnsafeBufferPointer<UInt8>, from begin: Int) -> Int {
    var index = begin
    while true {
      index = firstByte(of: Self.plainEnds, in: bytes, from: index)
      guard index < bytes.count, bytes[index] == Self.quote else { return index }
      note("a quote inside a cell that isn't quoted")
      index += 1
    }
  }

  /// Takes a cell whose opening quote is at `begin`, and gives the place behind it.
  private mutating func scanQuoted(
    _ bytes: UnsafeBufferPointer<UInt8>, from begin: Int, isAtEnd: Bool
  ) -> Int? {
    var cell = Cell(start: begin + 1, end: begin + 1)
    let firstLine = lineEnds
    var index = begin + 1
    while true {
      guard index < bytes.count else {
        guard isAtEnd else { return nil }
        problem = Problem(lineOffset: firstLine, reason: "a quote that nothing closes")
        cell.end = index
        cells.append(cell)
        return index
      }
      let byte = bytes[index]
      if byte == Self.lineFeed { lineEnds += 1 }
      if byte == Self.quote {
        guard index + 1 < bytes.count || isAtEnd else { return nil }
        guard index + 1 < bytes.count, bytes[index + 1] == Self.quote else { break }
        cell.hasEscapes = true
        index += 1
      }
      index += 1
    }
    cell.end = index
    cells.append(cell)
    let next = scanPlain(bytes, from: index + 1)
    if next == bytes.count, !isAtEnd { return nil }
    let isBare = next == index + 1
    let isCarriageReturn =
      next == index + 2 && bytes[index + 1] == Self.carriageReturn
      && (next == bytes.count || bytes[next] == Self.lineFeed)
    if !isBare, !isCarriageReturn { note("text behind a closing quote") }
    return next
  }

  private mutating func note(_ reason: String) {
    if problem == nil { problem = Problem(lineOffset: lineEnds, reason: reason) }
  }
}
