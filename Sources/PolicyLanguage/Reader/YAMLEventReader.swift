// Licensed under the Apache License, Version 2.0; see LICENSE.

import CYAML

/// A place where the text isn't what a bundle's YAML may be; offsets are those of the work text.
struct YAMLFault: Error {
  enum Kind: Hashable {
    /// libyaml stopped.
    case syntax
    /// A tag, which libyaml would take.
    case tag
    /// Lists and maps inside each other beyond the limit.
    case tooDeep
  }

  var kind: Kind
  /// What libyaml was doing, such as `while parsing a block mapping`.
  var context = ""
  /// What it says, such as `did not find expected key`.
  var problem = ""
  var contextOffset: Int?
  var offset: Int
}

/// Reads the events of libyaml into nodes.
struct YAMLEventReader {
  /// Lists and maps inside each other.
  static let depthLimit = 64

  private let work: WorkText
  private let file: FileID
  /// The byte of each character, as libyaml counts characters; `nil` if all are ASCII.
  private let characterStarts: [Int]?
  private var builder: YAMLTreeBuilder

  /// What a parse without a fault gives.
  struct Output {
    var roots: [YAMLNode]
    var findings: [Diagnostic]
  }

  private init(_ work: WorkText, file: FileID) {
    self.work = work
    self.file = file
    builder = YAMLTreeBuilder(work: work, file: file)
    if work.bytes.allSatisfy({ $0 < 0x80 }) {
      characterStarts = nil
    } else {
      characterStarts = work.bytes.indices.filter { work.bytes[$0] & 0xC0 != 0x80 }
    }
  }

  /// Reads all documents of a text, which must be well-formed UTF-8.
  static func read(_ work: WorkText, file: FileID) throws(YAMLFault) -> Output {
    var reader = YAMLEventReader(work, file: file)
    return try reader.run()
  }

  private func offset(_ mark: yaml_mark_t) -> Int {
    guard let characterStarts else { return min(Int(mark.index), work.bytes.count) }
    let index = Int(mark.index)
    return index < characterStarts.count ? characterStarts[index] : work.bytes.count
  }

  private mutating func run() throws(YAMLFault) -> Output {
    // libyaml keeps pointers into its parser, so that needs an address of its own.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    // The input must stay where it is as long as the parser reads it.
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: work.bytes.count)
    _ = input.initialize(fromContentsOf: work.bytes)
    defer {
      parser.deallocate()
      event.deallocate()
      input.deallocate()
    }
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLFault(kind: .syntax, problem: "out of memory", offset: 0)
    }
    defer { yaml_parser_delete(parser) }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    while true {
      guard yaml_parser_parse(parser, event) == 1 else { throw fault(of: parser) }
      defer { yaml_event_delete(event) }
      if event.pointee.type == YAML_STREAM_END_EVENT { break }
      try take(event.pointee)
    }
    return Output(roots: builder.roots, findings: builder.finishedFindings())
  }

  private func fault(of parser: UnsafeMutablePointer<yaml_parser_t>) -> YAMLFault {
    let state = parser.pointee
    let context = state.context.map { String(cString: $0) } ?? ""
    return YAMLFault(
      kind: .syntax, context: context,
      problem: state.problem.map { String(cString: $0) } ?? "",
      contextOffset: context.isEmpty ? nil : offset(state.context_mark),
      offset: state.error == YAML_READER_ERROR
        ? min(Int(state.problem_offset), work.bytes.count) : offset(state.problem_mark))
  }

  private mutating func take(_ event: yaml_event_t) throws(YAMLFault) {
    let start = offset(event.start_mark)
    let range = start..<max(start, offset(event.end_mark))
    switch event.type {
    case YAML_ALIAS_EVENT: builder.addAlias(range)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      if scalar.tag != nil { throw YAMLFault(kind: .tag, offset: start) }
      let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      builder.addScalar(
        Array(value), style: Self.style(scalar.style), range, hasAnchor: scalar.anchor != nil)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      if sequence.tag != nil { throw YAMLFault(kind: .tag, offset: start) }
      try open(
        range, isMapping: false, isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE,
        hasAnchor: sequence.anchor != nil)
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      if mapping.tag != nil { throw YAMLFault(kind: .tag, offset: start) }
      try open(
        range, isMapping: true, isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE,
        hasAnchor: mapping.anchor != nil)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: builder.close(range)
    default: break  // stream and document marks carry nothing
    }
  }

  private mutating func open(
    _ range: Range<Int>, isMapping: Bool, isFlow: Bool, hasAnchor: Bool
  ) throws(YAMLFault) {
    guard builder.depth < Self.depthLimit else {
      throw YAMLFault(kind: .tooDeep, offset: range.lowerBound)
    }
    builder.open(range, isMapping: isMapping, isFlow: isFlow, hasAnchor: hasAnchor)
  }

  private static func style(_ style: yaml_scalar_style_t) -> ScalarStyle {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}
