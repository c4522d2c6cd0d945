// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage

/// How one fact of a person or account is made, with texts read and strings interned once.
indirect enum Recipe: Sendable {
  /// Always the same.
  case constant(Made)
  case choice([Cell], weights: [Double])
  /// A number; its fact is no list and no text.
  case drawn(Sampler)
  /// The recipe of the first case whose value another fact has, else the last one; none: absent.
  case conditional(FactObject, slot: Int, cases: [(Cell, Recipe)], otherwise: Recipe?)
  /// A draw whose normal part is mixed from that of another source and its own.
  case following(Sampler, source: Int, correlation: Double)

  /// What came out.
  enum Made: Sendable {
    case cell(Cell)
    case list([Cell])
  }

  /// Whether it needs a draw at all.
  var isDrawn: Bool {
    if case .constant = self { return false }
    return true
  }
}

/// A fact with how its values are made.
struct FactSource: Sendable {
  var object: FactObject
  var field: FactField
  var recipe: Recipe
  /// What the draw is for, as it is hashed: `contact.seniority`.
  var part: [UInt8]
  /// Whether another source mixes this one's normal part into its own.
  var isFollowed = false
}

/// The facts of one sort of people, in an order in which each finds what it depends on.
struct FactSources: Sendable {
  private(set) var all: [FactSource] = []
  /// The normal parts of the person at hand, by source.
  private var normals: [Double] = []

  /// Reads attributes of a contact and its account; `id` is no fact.
  init(
    contact: [Attribute], account: [Attribute], bundle: Bundle, store: inout FactStore
  ) throws(WorldError) {
    var waiting: [(path: FactPath, attribute: Attribute)] = []
    for attribute in contact where attribute.name != "id" {
      waiting.append((FactPath(.contact, attribute.name), attribute))
    }
    for attribute in account where attribute.name != "id" {
      waiting.append((FactPath(.account, attribute.name), attribute))
    }
    var places: [FactPath: Int] = [:]
    while !waiting.isEmpty {
      let open = Set(waiting.map(\.path))
      guard
        let next = waiting.firstIndex(where: { open.isDisjoint(with: $0.attribute.value.needs) })
      else { throw .circle(waiting[0].path.description) }
      let (path, attribute) = waiting.remove(at: next)
      guard let field = bundle.schema.field(path) else {
        throw .name(kind: "fact of \(path.object.rawValue)", name: path.name)
      }
      let reader = RecipeReader(field: field, bundle: bundle, places: places)
      places[path] = all.count
      all.append(
        FactSource(
          object: path.object, field: field,
          recipe: try reader.recipe(attribute.value, &store),
          part: DrawSeries.part(path.description)))
    }
    for source in all {
      if case .following(_, let followed, _) = source.recipe { all[followed].isFollowed = true }
    }
    normals = [Double](repeating: 0, count: all.count)
  }

  /// Makes all facts of a contact and its account.
  ///
  /// - Parameters:
  ///   - ids: Whom contact and account facts are drawn for, as they are hashed.
  ///   - now: When conditional facts are read.
  mutating func fill(
    contact: Int, account: Int, ids: (contact: [UInt8], account: [UInt8]),
    series: inout DrawSeries, at now: Instant, _ store: inout FactStore
  ) {
    for position in all.indices {
      let source = all[position]
      let isContact = source.object == .contact
      let row = isContact ? contact : account
      var draw = Draw(bits: 0)
      if source.recipe.isDrawn || source.isFollowed {
        draw = series.draw(isContact ? ids.contact : ids.account, source.part)
      }
      var normal: Double?
      if case .following(_, let followed, let correlation) = source.recipe {
        let own = PortableMath.normalQuantile(draw.unit)
        normal =
          correlation * normals[followed] + (1 - correlation * correlation).squareRoot() * own
      }
      if source.isFollowed { normals[position] = normal ?? PortableMath.normalQuantile(draw.unit) }
      let made = Self.make(
        source.recipe, draw, normal: normal, contact: contact, account: account,
        at: now, store)
      switch made {
      case .cell(let cell): store.set(cell, source.object, slot: source.field.slot, row: row)
      case .list(let cells):
        store.set(list: cells, source.object, slot: source.field.slot, row: row)
      }
    }
  }

  /// One value, a pure function of the draw and of what the store knows of the person.
  static func make(
    _ recipe: Recipe, _ draw: Draw, normal: Double?, contact: Int,
    account: Int, at now: Instant, _ store: FactStore
  ) -> Recipe.Made {
    switch recipe {
    case .constant(let made): return made
    case .choice(let cells, let weights):
      return .cell(draw.choice(weights: weights).map { cells[$0] } ?? .absent)
    case .drawn(let sampler): return .cell(sampler.cell(draw))
    case .following(let sampler, _, _): return .cell(sampler.cell(draw, normal: normal))
    case .conditional(let object, let slot, let cases, let otherwise):
      let cell =
        object == .contact
        ? store.contacts.cell(slot, contact, at: now) : store.accounts.cell(slot, account, at: now)
      for entry in cases where entry.0 == cell {
        return make(
          entry.1, draw, normal: normal, contact: contact, account: account, at: now, store)
      }
      guard let otherwise else { return .cell(.absent) }
      return make(
        otherwise, draw, normal: normal, contact: contact, account: account, at: now, store)
    }
  }
}

/// Reads the distributions of one fact.
struct RecipeReader {
  var field: FactField
  var bundle: Bundle
  /// Where the sources stand that were made before.
  var places: [FactPath: Int]

  func recipe(
    _ distribution: Distribution, _ store: inout FactStore
  ) throws(WorldError) -> Recipe {
    let zone = bundle.settings.zone
    switch distribution {
    case .conditional(let path, let cases, let otherwise):
      guard let other = bundle.schema.field(path) else {
        throw .name(kind: "fact of \(path.object.rawValue)", name: path.name)
      }
      var read: [(Cell, Recipe)] = []
      for entry in cases {
        guard let value = FactText.value(entry.value, as: other.type, zone: zone) else {
          throw .value(
            fact: path.description, text: entry.value, expected: other.type.description)
        }
        read.append((Cell(value, strings: &store.strings), try recipe(entry.made, &store)))
      }
      var last: Recipe?
      if let otherwise { last = try recipe(otherwise, &store) }
      return .conditional(path.object, slot: other.slot, cases: read, otherwise: last)
    case .following(let made, let path, let correlation):
      guard let source = places[path] else {
        throw .value(
          fact: field.name, text: "follows: \(path)", expected: "a fact that is drawn here, too")
      }
      return .following(
        try Sampler(made, for: field, zone: zone), source: source, correlation: correlation)
    case .constant, .list, .weighted, .uniform, .normal, .lognormal: break
    }
    let sampler = try Sampler(distribution, for: field, zone: zone)
    switch sampler {
    case .constant(nil): return .constant(.cell(.absent))
    case .constant(.list(let values)?):
      return .constant(.list(values.map { Cell($0, strings: &store.strings) }))
    case .constant(let value?):
      return .constant(.cell(Cell(value, strings: &store.strings)))
    case .choice(let values, let weights):
      return .choice(values.map { Cell($0, strings: &store.strings) }, weights: weights)
    case .uniform, .uniformDouble, .normal, .lognormal, .dated: return .drawn(sampler)
    }
  }
}
