// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Facts

/// The numbers of the fields that expressions read: stored ones have those of their column, built-in
/// members that are computed have numbers above all columns.
public enum MemberSlots {
  /// The first number of computed members; the rest is the position in `FactSchema.members(of:)`.
  public static let computed = 1 << 16

  /// The number under which expressions read a built-in member.
  public static func slot(of member: BuiltInMember, in schema: FactSchema) -> Int? {
    if case .column(let slot) = member.source { return slot }
    let position = schema.members(of: member.object).firstIndex { $0.name == member.name }
    return position.map { computed + $0 }
  }

  /// The computed member with this number; `nil` for stored facts.
  public static func member(
    _ slot: Int, of object: FactObject, in schema: FactSchema
  ) -> BuiltInMember? {
    let members = schema.members(of: object)
    let position = slot - computed
    return members.indices.contains(position) ? members[position] : nil
  }
}

/// The numbers of the fields of `event`: its name, its instant, then the name of every attribute that
/// any event has, each once, in the order of event codes.
public struct EventSlots: Hashable, Sendable {
  /// The names by their numbers.
  public let names: [String]
  private let slots: [String: Int]

  /// Numbers the attributes of a schema's events.
  public init(_ schema: FactSchema) {
    var names = schema.fields(of: .event).map(\.name)
    var slots: [String: Int] = [:]
    for (slot, name) in names.enumerated() { slots[name] = slot }
    for event in schema.events {
      for attribute in event.attributes where slots[attribute.name] == nil {
        slots[attribute.name] = names.count
        names.append(attribute.name)
      }
    }
    self.names = names
    self.slots = slots
  }

  /// The number of a field of `event`, if any event has it.
  public func slot(of name: String) -> Int? { slots[name] }
}
