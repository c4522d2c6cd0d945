// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology

/// The columns that one part of a mapping reads from one file.
struct RowPlan {
  /// The columns' names; a field of a record is named by its place here.
  private(set) var columns: [String] = []
  private var places: [String: Int] = [:]

  /// The place of a column, asked for now or before.
  mutating func place(of column: String) -> Int {
    if let known = places[column] { return known }
    places[column] = columns.count
    columns.append(column)
    return columns.count - 1
  }

  mutating func value(_ value: MappedValue) -> PlannedValue {
    switch value {
    case .column(let column):
      .column(
        place: place(of: column.name), map: column.map, otherwise: column.otherwise,
        asOf: column.asOf.map { place(of: $0) })
    case .constant(let text): .constant(Array(text.utf8))
    case .none: .none
    case .text(let text): .text(text, text.columns.map { place(of: $0) })
    }
  }

  mutating func predicate(_ predicate: (any RowPredicate)?) -> PlannedPredicate? {
    predicate.map { PlannedPredicate(predicate: $0, places: $0.columns.map { place(of: $0) }) }
  }
}

/// A value of a mapping with its columns as places.
enum PlannedValue {
  case column(place: Int, map: [String: String]?, otherwise: String?, asOf: Int?)
  case constant([UInt8])
  case none
  case text(any RowText, [Int])
}

/// A condition of a mapping with its columns as places.
struct PlannedPredicate {
  let predicate: any RowPredicate
  let places: [Int]
}

/// One record of a file, with its columns at the places that a plan gave them.
struct MappedRow<Source: RecordSource & ~Copyable>: ~Copyable {
  var source: Source
  /// For each place of the plan the field of the source.
  let fields: [Int]

  func field(_ place: Int) -> RawField { source.field(fields[place]) }

  func passes(_ planned: PlannedPredicate?) throws(RowError) -> Bool {
    guard let planned else { return true }
    return try planned.predicate.holds(cells(planned.places))
  }

  /// Calls `body` with the value as a field.
  func reading<Result>(
    _ value: PlannedValue, _ body: (RawField) -> Result
  ) throws(RowError) -> Result {
    switch value {
    case .none:
      return body(RawField(kind: .empty, bytes: UnsafeBufferPointer(start: nil, count: 0)))
    case .constant(let bytes): return Self.with(bytes, body)
    case .text(let text, let places):
      return Self.with(Array(try text.text(cells(places)).utf8), body)
    case .column(let place, let map, let otherwise, _):
      let raw = field(place)
      guard map != nil || otherwise != nil else { return body(raw) }
      let word =
        raw.kind == .text || raw.kind == .number || raw.kind == .bool
        ? String(decoding: raw.bytes, as: UTF8.self) : nil
      if let map {
        if let found = word.flatMap({ map[$0] }) ?? otherwise {
          return Self.with(Array(found.utf8), body)
        }
        // What the map doesn't name stays, so that its fact's type can refuse it by name.
        return body(raw)
      }
      if word == nil, let otherwise { return Self.with(Array(otherwise.utf8), body) }
      return body(raw)
    }
  }

  /// Calls `body` with the instant that dates the value, as the file writes it.
  func withDate<Result>(of value: PlannedValue, _ body: (RawField) -> Result) -> Result? {
    guard case .column(_, _, _, let asOf?) = value else { return nil }
    return body(field(asOf))
  }

  private func cells(_ places: [Int]) -> [String?] {
    places.map { place in
      let raw = field(place)
      switch raw.kind {
      case .missing, .empty: return nil
      case .text, .number, .bool, .array, .object:
        return String(decoding: raw.bytes, as: UTF8.self)
      }
    }
  }

  private static func with<Result>(_ bytes: [UInt8], _ body: (RawField) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(RawField(kind: $0.isEmpty ? .empty : .text, bytes: $0)) }
  }
}
