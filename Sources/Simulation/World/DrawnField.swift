// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts

/// A fact or attribute that is drawn with each event, its texts read and its purpose written once.
struct DrawnField: Sendable {
  let field: FactField
  /// What its draws are for: `scenario.deal.amount`.
  let purpose: String
  private let sampler: Sampler
  /// What the store holds for each value that is one of few, by position; made when it first comes.
  private var known: [Recipe.Made?]

  init(_ field: FactField, purpose: String, _ sampler: Sampler) {
    self.field = field
    self.purpose = purpose
    self.sampler = sampler
    switch sampler {
    case .constant: known = [nil]
    case .choice(let values, _): known = [Recipe.Made?](repeating: nil, count: values.count)
    case .uniform, .uniformDouble, .normal, .lognormal, .dated: known = []
    }
  }

  /// One value as the store keeps it, a pure function of the draw; its text is interned once.
  mutating func made(_ draw: Draw, strings: inout StringPool) -> Recipe.Made {
    let place: Int
    switch sampler {
    case .constant: place = 0
    case .choice(_, let weights):
      guard let chosen = draw.choice(weights: weights) else { return .cell(.absent) }
      place = chosen
    case .uniform, .uniformDouble, .normal, .lognormal, .dated: return .cell(sampler.cell(draw))
    }
    if let known = known[place] { return known }
    let made = Self.made(sampler.value(draw), strings: &strings)
    known[place] = made
    return made
  }

  private static func made(_ value: FactValue?, strings: inout StringPool) -> Recipe.Made {
    switch value {
    case nil: .cell(.absent)
    case .list(let values)?: .list(values.map { Cell($0, strings: &strings) })
    case let value?: .cell(Cell(value, strings: &strings))
    }
  }
}

extension FactStore {
  /// Sets a fact to what was made for it.
  mutating func set(_ made: Recipe.Made, _ object: FactObject, slot: Int, row: Int) {
    switch made {
    case .cell(let cell): set(cell, object, slot: slot, row: row)
    case .list(let cells): set(list: cells, object, slot: slot, row: row)
    }
  }
}
