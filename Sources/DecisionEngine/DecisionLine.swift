// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Guards

extension Decision {
  /// Appends the decision as one line of JSON, all keys in the order of language.md section 9.
  ///
  /// Written by hand into a buffer that the caller keeps: about ten times as fast as a general
  /// encoder, and the bytes are the same on every machine.
  public func appendLine(to out: inout [UInt8]) {
    var line = JSONLine(out)
    out = []
    line.open()
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
    line.guards(guards)
    line.key("bundle")
    line.value(bundle)
    line.key("pinned")
    line.value(pinned)
    line.key("seed")
    line.value(seed)
    line.close()
    line.bytes.append(UInt8(ascii: "\n"))
    out = line.bytes
  }
}

extension JSONLine {
  /// The guards, part by part: copying a trace counts a dozen references.
  fileprivate mutating func guards(_ traces: [GuardTrace]) {
    beginList()
    for index in traces.indices {
      comma()
      guard let text = traces[index].text else {
        value(traces[index])
        continue
      }
      bytes.append(contentsOf: text.head)
      word(traces[index].status.rawValue)
      bytes.append(contentsOf: text.middle)
      values(traces[index].values)
      key("flips_at")
      value(traces[index].flipsAt)
      bytes.append(contentsOf: text.tail)
    }
    endList()
  }

  /// One guard, with the keys of language.md section 9.
  private mutating func value(_ trace: GuardTrace) {
    open()
    key("id")
    value(trace.id)
    key("stage")
    value(trace.stage.rawValue)
    key("status")
    value(trace.status.rawValue)
    key("expression")
    value(trace.expression)
    key("values")
    values(trace.values)
    key("flips_at")
    value(trace.flipsAt)
    key("file")
    value(trace.place.file)
    key("line")
    value(Int64(trace.place.line))
    close()
  }

  private mutating func values(_ values: [TracedValue]) {
    open()
    for index in values.indices {
      key(text: values[index].path)
      value(values[index].content)
    }
    close()
  }

  private mutating func value(_ content: TracedValue.Content) {
    switch content {
    case .absent: null()
    case .bool(let truth): value(truth)
    case .int(let number): value(number)
    case .double(let number): value(number)
    case .text(let text): value(text)
    case .unknown:
      open()
      key("unknown")
      value(true)
      close()
    }
  }
}
