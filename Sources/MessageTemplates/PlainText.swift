// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What an HTML message says, as text: for the text part of a mail, and for measuring.
///
/// Not a browser: it knows paragraphs, line breaks, lists, links, alternative texts of images and
/// the usual character references, and skips styles and scripts. A link is written after its words
/// in parentheses, unless they are the link.
enum PlainText {
  static func of(html: String) -> String {
    var reader = HTMLReader(bytes: Array(html.utf8))
    reader.run()
    return reader.text
  }
}

private struct HTMLReader {
  let bytes: [UInt8]
  private var position = 0
  private var output: [UInt8] = []
  // Breaks that are written before the next character: 2 leave an empty line.
  private var pendingBreaks = 0
  private var pendingSpace = false
  private var link: (address: String, start: Int)?

  init(bytes: [UInt8]) { self.bytes = bytes }

  var text: String { String(decoding: output, as: UTF8.self) }

  mutating func run() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "<"), let end = endOfTag(from: position) {
        readTag(position..<end)
      } else if byte == UInt8(ascii: "&") {
        readReference()
      } else {
        if isBlank(byte) { pendingSpace = true } else { write(CollectionOfOne(byte)) }
        position += 1
      }
    }
    endLink()
  }

  // MARK: - Tags

  /// The index after the tag; `nil` where `<` begins none, as in `3 < 4`.
  private func endOfTag(from start: Int) -> Int? {
    guard start + 1 < bytes.count else { return nil }
    if bytes[start...].starts(with: "<!--".utf8) {
      return find("-->", from: start + 4).map { $0 + 3 } ?? bytes.count
    }
    let next = bytes[start + 1]
    guard isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!") else {
      return nil
    }
    var quote: UInt8?
    var index = start + 1
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == doubleQuote || byte == singleQuote {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      }
      index += 1
    }
    return bytes.count
  }

  private mutating func readTag(_ tag: Range<Int>) {
    position = tag.upperBound
    var index = tag.lowerBound + 1
    let isClosing = bytes[index] == UInt8(ascii: "/")
    if isClosing { index += 1 }
    var name = ""
    while index < tag.upperBound, isLetter(bytes[index]) || isDigit(bytes[index]) {
      name.unicodeScalars.append(Unicode.Scalar(bytes[index] | 0x20))
      index += 1
    }
    switch name {
    case "style", "script", "head", "title":
      if !isClosing { skip(to: name) }
    case "br": pendingBreaks = min(2, pendingBreaks + 1)
    case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "hr":
      breakLine(2)
    case "div", "tr", "section", "header", "footer", "body", "html": breakLine(1)
    case "td", "th": pendingSpace = true
    case "li":
      breakLine(1)
      if !isClosing { write("- ".utf8) }
    case "a":
      endLink()
      if !isClosing, let address = attribute("href", in: index..<tag.upperBound) {
        link = (address, output.count)
      }
    case "img":
      if let words = attribute("alt", in: index..<tag.upperBound) { write(words.utf8) }
    case _: break
    }
  }

  /// Skips what a browser doesn't show, its closing tag included.
  private mutating func skip(to name: String) {
    var index = position
    while let start = find("</", from: index) {
      let rest = bytes[(start + 2)...].prefix(while: isLetter).prefix(10).map { $0 | 0x20 }
      if rest.elementsEqual(name.utf8) {
        position = find(">", from: start).map { $0 + 1 } ?? bytes.count
        return
      }
      index = start + 2
    }
    position = bytes.count
  }

  private mutating func endLink() {
    guard let (address, start) = link else { return }
    link = nil
    let words = String(decoding: output[min(start, output.count)...], as: UTF8.self)
    let isShown = words.drop(while: \.isWhitespace) == address
    if isShown || address.isEmpty || address.hasPrefix("#") { return }
    if output.count == start { return write(address.utf8) }
    pendingSpace = true
    write("(\(address))".utf8)
  }

  /// An attribute's value, its character references resolved.
  private func attribute(_ name: String, in range: Range<Int>) -> String? {
    var index = range.lowerBound
    while index < range.upperBound {
      while index < range.upperBound, !isLetter(bytes[index]) { index += 1 }
      let start = index
      while index < range.upperBound, isLetter(bytes[index]) || bytes[index] == UInt8(ascii: "-") {
        index += 1
      }
      let isWanted = bytes[start..<index].map { $0 | 0x20 }.elementsEqual(name.utf8)
      while index < range.upperBound, isBlank(bytes[index]) { index += 1 }
      guard index < range.upperBound, bytes[index] == UInt8(ascii: "=") else { continue }
      index += 1
      while index < range.upperBound, isBlank(bytes[index]) { index += 1 }
      guard index < range.upperBound else { return nil }
      var value = index..<index
      if bytes[index] == doubleQuote || bytes[index] == singleQuote {
        let quote = bytes[index]
        index += 1
        value = index..<index
        while index < range.upperBound, bytes[index] != quote { index += 1 }
      } else {
        while index < range.upperBound, !isBlank(bytes[index]), bytes[index] != UInt8(ascii: ">") {
          index += 1
        }
      }
      value = value.lowerBound..<index
      if isWanted {
        var inner = HTMLReader(bytes: Array(bytes[value]))
        inner.readValue()
        return inner.text
      }
      index += 1
    }
    return nil
  }

  private mutating func readValue() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "&") {
        readReference()
      } else {
        output.append(bytes[position])
        position += 1
      }
    }
  }

  // MARK: - Characters

  /// `&amp;`, `&#39;`, `&#x2014;`; anything else is written as it stands.
  private mutating func readReference() {
    let name = bytes[(position + 1)...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
    let end = name.endIndex
    guard end < bytes.count, bytes[end] == UInt8(ascii: ";"),
      let scalar = character(String(decoding: name, as: UTF8.self))
    else {
      write(CollectionOfOne(bytes[position]))
      position += 1
      return
    }
    write(String(scalar).utf8)
    position = end + 1
  }

  private func character(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return "\u{A0}"
    case "mdash": return "—"
    case "ndash": return "–"
    case "hellip": return "…"
    case "copy": return "©"
    case "euro": return "€"
    case _:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let isHexadecimal = digits.first == "x" || digits.first == "X"
      let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return value.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }
  }

  private mutating func write(_ characters: some Collection<UInt8>) {
    if characters.isEmpty { return }
    if !output.isEmpty {
      if pendingBreaks > 0 {
        output += [UInt8](repeating: UInt8(ascii: "\n"), count: pendingBreaks)
      } else if pendingSpace {
        output.append(UInt8(ascii: " "))
      }
    }
    pendingBreaks = 0
    pendingSpace = false
    output += characters
  }

  private mutating func breakLine(_ count: Int) {
    pendingBreaks = max(pendingBreaks, count)
    pendingSpace = false
  }

  private func find(_ text: String, from start: Int) -> Int? {
    guard let first = text.utf8.first else { return nil }
    var index = start
    while index < bytes.count {
      if bytes[index] == first, bytes[index...].starts(with: text.utf8) { return index }
      index += 1
    }
    return nil
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
