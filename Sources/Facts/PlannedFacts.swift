// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
import Spelling

/// The facts that a part of a mapping fills, with readers for their columns.
struct PlannedFacts {
  enum Target {
    case fact(slot: Int, CellReader)
    case history(HistoryMember)
    case mainContact
  }

  /// What one row says, gathered before anything is changed.
  struct Gathered {
    var cells: [(slot: Int, cell: Cell, asOf: Int64)] = []
    var lists: [(slot: Int, cells: [Cell], asOf: Int64)] = []
    var histories: [(member: HistoryMember, at: Instant)] = []
    var mainContact: Int32?
  }

  private let object: FactObject
  private let zone: Zone
  private(set) var facts: [(name: String, value: PlannedValue, target: Target)] = []

  init(
    _ sources: [Mapping.FactValueSource], of object: FactObject, plan: inout RowPlan,
    job: inout MappingJob
  ) throws(LoadError) {
    self.object = object
    zone = job.options.zone
    for source in sources {
      let target: Target
      if let field = job.schema.field(FactPath(object, source.name)), field.slot > 0 {
        target = .fact(
          slot: field.slot,
          Self.reader(field, source.value, zone: zone, strings: &job.store.strings))
      } else if let member = HistoryMember(rawValue: source.name),
        ContactColumns.givable(object).contains(member)
      {
        target = .history(member)
      } else if object == .account, source.name == RelationMember.mainContact.rawValue {
        target = .mainContact
      } else {
        throw .unknownFact(
          FactPath(object, source.name).description,
          nearest: Spelling.nearest(to: source.name, in: job.schema.fields(of: object).map(\.name)))
      }
      facts.append((source.name, plan.value(source.value), target))
    }
  }

  static func reader(
    _ field: FactField, _ value: MappedValue, zone: Zone, strings: inout StringPool
  ) -> CellReader {
    guard case .column(let column) = value else {
      return CellReader(field, zone: zone, strings: &strings)
    }
    return CellReader(
      field, zone: zone, unit: column.unit,
      separator: column.split?.utf8.first ?? UInt8(ascii: "|"), strings: &strings)
  }

  func gather<Source: RecordSource & ~Copyable>(
    _ row: borrowing MappedRow<Source>, strings: inout StringPool
  ) throws(RowRefusal) -> Gathered {
    var gathered = Gathered()
    for (name, value, target) in facts {
      switch target {
      case .fact(let slot, let reader):
        let outcome = try row.with(value) { reader.read($0, strings: &strings) }
        let asOf = try row.asOf(value, name, zone: zone)
        switch outcome {
        case .cell(let cell): gathered.cells.append((slot, cell, asOf))
        case .list(let cells): gathered.lists.append((slot, cells, asOf))
        case .missing: break
        case .problem(let expected):
          throw try row.refusal(value, name, expected)
        }
      case .history(let member):
        if let at = try row.instant(value, name, zone: zone) {
          gathered.histories.append((member, at))
        }
      case .mainContact: gathered.mainContact = try row.code(value, name, strings: &strings)
      }
    }
    return gathered
  }

  func store(_ gathered: Gathered, row: Int, in store: inout FactStore) {
    for (slot, cell, asOf) in gathered.cells {
      store.set(cell, object, slot: slot, row: row, asOf: asOf)
    }
    for (slot, cells, asOf) in gathered.lists {
      store.set(list: cells, object, slot: slot, row: row, asOf: asOf)
    }
  }
}

extension MappedRow where Source: ~Copyable {
  /// When a value was true, in seconds; `.min` for as fresh as any decision.
  func asOf(_ value: PlannedValue, _ name: String, zone: Zone) throws(RowRefusal) -> Int64 {
    let read = withDate(of: value) { raw -> Fact<Instant> in
      if raw.kind == .missing || raw.kind == .empty { return .absent }
      return ScalarReader.instant(raw.bytes, zone: zone).map { .known($0) } ?? .unknown
    }
    switch read {
    case .known(let instant): return instant.seconds
    case nil, .absent: return .min
    case .unknown:
      throw RowRefusal(reason: .value, detail: "`\(name)` has an `as_of` that isn't an instant")
    }
  }
}
