// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Guards

extension Decision {
  /// Appends the decision as one line of JSON, all keys in the order of language.md section 9.
  ///
  /// Written by hand into a buffer that the caller keeps: about ten times as fast as a general
  /// encoder, and the bytes are the same on every machine.
  public func appendLine(to out: inout [UInt8]) {
    out.append(atMost: lineRoom) { line in
      line.open()
      write(to: &line)
      line.close()
      line.byte(UInt8(ascii: "\n"))
    }
  }

  /// How many bytes the line takes at most.
  private var lineRoom: Int {
    // Keys, and what has no text: instants, numbers, the enrolment's id.
    var room = 512 + 6 * JSONLine.numberRoom + guards.lineRoom
    room += JSONLine.room(contact) + JSONLine.room(account) + JSONLine.room(deal)
    room += JSONLine.room(policy) + JSONLine.room(step) + JSONLine.room(reason)
    room += JSONLine.room(channel) + JSONLine.room(sender)
    room += JSONLine.room(bundle) + JSONLine.room(pinned)
    for fact in missing { room += 1 + JSONLine.room(fact) }
    if let lostTo {
      room += JSONLine.room(lostTo.policy) + JSONLine.room(lostTo.contact)
      room += JSONLine.room(lostTo.limit)
    }
    return room
  }

  private func write(to line: inout JSONLine) {
    line.key("at")
    line.value(at)
    line.key("contact")
    line.value(contact)
    line.key("account")
    line.value(account)
    line.key("deal")
    line.value(deal)
    line.key("policy")
    line.value(policy)
    line.key("enrolment")
    line.value(enrolment)
    line.key("step")
    line.value(step)
    line.key("rung")
    line.value(rung.map(Int64.init))
    line.key("verdict")
    line.value(verdict.rawValue)
    line.key("reason")
    line.value(reason)
    line.key("until")
    line.value(until)
    line.key("earliest")
    line.value(earliest)
    line.key("missing")
    line.list(missing) { $0.value($1) }
    line.key("channel")
    line.value(channel)
    line.key("sender")
    line.value(sender)
    line.key("lost_to")
    if let lostTo {
      line.open()
      line.key("policy")
      line.value(lostTo.policy)
      line.key("contact")
      line.value(lostTo.contact)
      line.key("limit")
      line.value(lostTo.limit)
      line.close()
    } else {
      line.null()
    }
    line.key("guards")
    line.value(guards)
    line.key("bundle")
    line.value(bundle)
    line.key("pinned")
    line.value(pinned)
    line.key("seed")
    line.value(seed)
  }
}

extension ChainTrace {
  /// How many bytes the guards take at most.
  fileprivate var lineRoom: Int {
    guard let record else { return 2 }
    // A status, `"flips_at":`, commas and braces.
    return record.text.bytes.count + record.guards.count * (48 + JSONLine.numberRoom)
      + record.cells.count * JSONLine.numberRoom + record.bytes.count * 6
  }
}

extension JSONLine {
  /// The guards: what the bundle says of them is copied, what they said stands between.
  fileprivate mutating func value(_ trace: ChainTrace) {
    beginList()
    if let record = trace.record {
      record.text.bytes.withUnsafeBytes { text in
        record.bytes.withUnsafeBytes { values in
          for position in record.guards.indices {
            comma()
            write(record, position, text, values)
          }
        }
      }
    }
    endList()
  }

  @inline(__always)
  private mutating func write(
    _ record: borrowing ChainTrace.Record, _ position: Int, _ text: UnsafeRawBufferPointer,
    _ values: UnsafeRawBufferPointer
  ) {
    let parts = record.text.parts[position]
    bytes(UnsafeRawBufferPointer(rebasing: text[parts.head]))
    value(record.guards[position].status.rawValue)
    bytes(UnsafeRawBufferPointer(rebasing: text[parts.middle]))
    let cells = record.values(position)
    for index in cells {
      let cell = record.cells[index]
      if index > cells.lowerBound { byte(UInt8(ascii: ",")) }
      bytes(UnsafeRawBufferPointer(rebasing: text[record.text.keys[parts.keys + Int(cell.name)]]))
      value(cell.content, values)
    }
    self.text("},\"flips_at\":")
    value(record.guards[position].flipsAt)
    bytes(UnsafeRawBufferPointer(rebasing: text[parts.tail]))
  }

  private mutating func value(
    _ content: ChainTrace.Cell.Content, _ texts: UnsafeRawBufferPointer
  ) {
    switch content {
    case .absent: null()
    case .bool(let truth): value(truth)
    case .int(let number): value(number)
    case .double(let number): value(number)
    case .instant(let instant): value(instant)
    case .text(let start, let count):
      value(UnsafeRawBufferPointer(rebasing: texts[Int(start)..<Int(start + count)]))
    case .unknown: text("{\"unknown\":true}")
    }
  }
}
