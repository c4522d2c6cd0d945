// Licensed under the Apache License, Version 2.0; see LICENSE.

import CYAML

/// One thing that YAML sees in a text, with the bytes it stands at: what a formatter needs.
struct YAMLMark: Hashable {
  enum Kind: Hashable {
    case scalar(ScalarStyle, text: [UInt8])
    case open(isMapping: Bool, isFlow: Bool)
    case close
    case document
    /// An alias, an anchor or a tag: the language refuses them.
    case foreign
  }

  let kind: Kind
  let range: Range<Int>

  /// Reads the marks of a text; `nil` if YAML can't read it.
  static func all(in bytes: [UInt8]) -> [YAMLMark]? {
    // libyaml keeps pointers into its parser, so that needs an address of its own.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = input.initialize(fromContentsOf: bytes)
    defer {
      parser.deallocate()
      event.deallocate()
      input.deallocate()
    }
    guard yaml_parser_initialize(parser) == 1 else { return nil }
    defer { yaml_parser_delete(parser) }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    // libyaml counts characters.
    let starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
    func offset(_ mark: yaml_mark_t) -> Int {
      let index = Int(mark.index)
      return index < starts.count ? starts[index] : bytes.count
    }
    var marks: [YAMLMark] = []
    while true {
      guard yaml_parser_parse(parser, event) == 1 else { return nil }
      defer { yaml_event_delete(event) }
      let value = event.pointee
      if value.type == YAML_STREAM_END_EVENT { return marks }
      let start = offset(value.start_mark)
      let range = start..<max(start, offset(value.end_mark))
      if let kind = kind(of: value) { marks.append(YAMLMark(kind: kind, range: range)) }
    }
  }

  private static func kind(of event: yaml_event_t) -> Kind? {
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: return .document
    case YAML_ALIAS_EVENT: return .foreign
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      if scalar.tag != nil || scalar.anchor != nil { return .foreign }
      return .scalar(
        ScalarStyle(scalar.style),
        text: Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length)))
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      if sequence.tag != nil || sequence.anchor != nil { return .foreign }
      return .open(isMapping: false, isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      if mapping.tag != nil || mapping.anchor != nil { return .foreign }
      return .open(isMapping: true, isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .close
    default: return nil  // the stream's begin and a document's end carry nothing
    }
  }
}

extension ScalarStyle {
  /// The style that libyaml names.
  init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}
