// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Guards
internal import PolicyLanguage

/// What decision lines say of the guards of one chain, whatever they answer.
///
/// Written once a bundle, so that a line copies it. A class, so that a decision counts one
/// reference for it.
final class ChainText: Sendable {
  /// One guard, as its author wrote it.
  struct Guard: Sendable {
    var id: String
    var stage: Stage
    var expression: String?
    /// What it may look at, under numbers by which recorded values name it.
    var names: [String]
    /// How many of them it looks at itself; behind them comes what is rarely shown.
    var ownNames: Int
    var place: SourcePlace
  }

  /// Where the JSON of one guard stands in `bytes`.
  struct Parts: Sendable {
    /// From the brace to the status.
    var head = 0..<0
    /// From behind the status to the brace before the values.
    var middle = 0..<0
    /// From behind `flips_at` to the brace.
    var tail = 0..<0
    /// Where the keys of its values begin in `keys`.
    var keys = 0
  }

  let guards: ContiguousArray<Guard>
  let bytes: [UInt8]
  let parts: ContiguousArray<Parts>
  /// `"contact.level":` for each name of each guard.
  let keys: ContiguousArray<Range<Int>>
  /// How many values the guards usually look at.
  let ownNames: Int

  init(_ guards: [Guard]) {
    var bytes: [UInt8] = []
    var parts: ContiguousArray<Parts> = []
    var keys: ContiguousArray<Range<Int>> = []
    func written(atMost room: Int, _ write: (inout JSONLine) -> Void) -> Range<Int> {
      let start = bytes.count
      bytes.append(atMost: room, write)
      return start..<bytes.count
    }
    for one in guards {
      var part = Parts()
      part.head = written(atMost: 64 + JSONLine.room(one.id)) { line in
        line.open()
        line.key("id")
        line.value(one.id)
        line.key("stage")
        line.value(one.stage.rawValue)
        line.key("status")
      }
      part.middle = written(atMost: 64 + JSONLine.room(one.expression)) { line in
        line.goOn()
        line.key("expression")
        line.value(one.expression)
        line.key("values")
        line.open()
      }
      part.tail = written(atMost: 64 + JSONLine.room(one.place.file)) { line in
        line.goOn()
        line.key("file")
        line.value(one.place.file)
        line.key("line")
        line.value(Int64(one.place.line))
        line.close()
      }
      part.keys = keys.count
      for name in one.names {
        keys.append(
          written(atMost: 1 + JSONLine.room(name)) { $0.key(text: name) })
      }
      parts.append(part)
    }
    self.guards = ContiguousArray(guards)
    self.bytes = bytes
    self.parts = parts
    self.keys = keys
    ownNames = guards.reduce(0) { $0 + $1.ownNames }
  }
}

extension ChainText.Guard {
  /// A guard of a chain: its names are the leaves of its expression or what limits count, then the
  /// leaves of `applies`, then `detail` and `error`.
  init(_ link: ChainLink) {
    id = link.id
    stage = link.stage
    expression = link.kind.expression?.text
    place = link.place
    let own = link.ownNames
    ownNames = own.count
    names = own
    names += link.applies?.leaves.map(\.path) ?? []
    names += ["detail", "error"]
  }

  /// The number of the name for what a guard adds to its failure.
  var detail: Int { names.count - 2 }

  /// The number of the name for why a guard can't be computed.
  var error: Int { names.count - 1 }
}

extension ChainLink {
  /// The names of what the guard itself looks at.
  var ownNames: [String] {
    if case .limit = kind { return ["used", "allowed"] }
    return kind.expression?.leaves.map(\.path) ?? []
  }
}
