// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Facts
internal import PolicyLanguage

/// Who asks again when something changes for a contact: policies that enrol by condition, and phase
/// machines.
///
/// Found once by what can change, because events come by the hundred thousand and most of them
/// matter to few.
struct ChangeReaders: Sendable {
  /// Those whom one kind of change concerns.
  struct Readers: Sendable {
    /// Policies that enrol by condition.
    var audiences: [Int] = []
    /// Phase machines.
    var machines: [Int] = []

    fileprivate init(of change: Change, _ index: BundleIndex) {
      audiences = index.conditional.filter { index.policies[$0].audience.isTouched(by: change) }
      machines = index.machines.indices.filter { index.machines[$0].isTouched(by: change) }
    }
  }

  /// By event code.
  private let events: [Readers]
  /// By object and slot.
  private let facts: [Change: Readers]
  private let sends: Readers
  private let phases: Readers
  /// By policy, the phases of people that its condition can't hold without.
  private let neededPhases: [[RowPrograms.Phase]]

  init(_ bundle: Bundle, _ index: BundleIndex, _ programs: RowPrograms) {
    events = bundle.schema.events.indices.map { Readers(of: .event(code: $0), index) }
    sends = Readers(of: .sends, index)
    phases = Readers(of: .phases, index)
    var facts: [Change: Readers] = [:]
    for object in FactObject.allCases {
      guard let kind = object.kind else { continue }
      for field in bundle.schema.fields(of: object) {
        let change = Change.fact(object: kind.rawValue, slot: field.slot)
        facts[change] = Readers(of: change, index)
      }
    }
    self.facts = facts
    neededPhases = programs.audiences.map { programs.neededPhases(of: $0) }
  }

  /// Whether a policy's condition may hold before or after a move: one that needs a phase that
  /// somebody neither leaves nor enters holds as little as before.
  func concerns(_ policy: Int, _ move: PhaseMove) -> Bool {
    neededPhases[policy].allSatisfy { needed in
      needed.machine != move.machine || needed.state == move.from || needed.state == move.to
    }
  }

  /// Those whom a change concerns.
  subscript(change: Change) -> Readers? {
    switch change {
    case .event(let code): events[checked: code]
    case .fact: facts[change]
    case .sends: sends
    case .phases: phases
    }
  }
}

/// What brought somebody from one phase to another.
struct PhaseMove {
  var machine: Int
  var from: Int
  var to: Int
}
