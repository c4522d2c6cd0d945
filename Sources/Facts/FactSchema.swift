// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Why a fact or event can't be declared.
public enum SchemaError: Error, Hashable, Sendable {
  /// The engine brings a member or event of this name.
  case builtInName(String)
  /// It was declared before.
  case alreadyDeclared(String)
  /// A list of lists, or an enumeration without words or with a word twice.
  case type(String, FactType)
  /// The default isn't of the declared type or outside of the range.
  case defaultValue(String)
  /// The range is one of another type.
  case range(String)
  /// Facts of events are declared as attributes of one event.
  case attributeOutsideEvent(String)
}

/// Every fact that can be known about contacts, accounts, deals, events and senders.
///
/// It begins with the built-in ones; a bundle's `facts` documents add to it. Slots are given in
/// the order of declaration, so tables made from one schema are laid out alike.
public struct FactSchema: Sendable {
  private var fieldsByObject: [FactObject: [FactField]]
  private var slots: [FactPath: Int]
  private let membersByPath: [FactPath: BuiltInMember]
  /// The events, by code.
  public private(set) var events: [EventField] = []
  private var eventCodes: [String: Int32] = [:]

  /// Makes a schema of the built-in facts and events.
  public init() {
    fieldsByObject = [:]
    slots = [:]
    var members: [FactPath: BuiltInMember] = [:]
    for object in FactObject.allCases {
      for member in BuiltIns.members(of: object) {
        members[FactPath(object, member.name)] = member
      }
    }
    membersByPath = members
    for object in FactObject.allCases {
      for field in BuiltIns.fields(of: object) { append(field, to: object) }
    }
    for event in BuiltIns.events { append(event) }
  }

  /// The stored facts of an object, in slot order; attributes of events are in `events`.
  public func fields(of object: FactObject) -> [FactField] { fieldsByObject[object] ?? [] }

  /// The stored fact with this path.
  public func field(_ path: FactPath) -> FactField? {
    guard let slot = slots[path] else { return nil }
    return fields(of: path.object)[slot]
  }

  /// The built-in members of an object: its stored facts first, then the derived ones.
  public func members(of object: FactObject) -> [BuiltInMember] { BuiltIns.members(of: object) }

  /// The built-in member with this path.
  public func member(_ path: FactPath) -> BuiltInMember? { membersByPath[path] }

  /// The event with this name.
  public func event(_ name: String) -> EventField? {
    eventCodes[name].map { events[Int($0)] }
  }

  /// All names that can stand after `object.`, for suggestions: sorted, each once.
  public func names(of object: FactObject) -> [String] {
    Set(fields(of: object).map(\.name) + members(of: object).map(\.name)).sorted()
  }

  /// Adds a declared fact and gives it the next slot.
  @discardableResult
  public mutating func declare(
    _ field: FactField, of object: FactObject
  ) throws(SchemaError) -> FactField {
    let path = FactPath(object, field.name)
    guard object != .event else { throw .attributeOutsideEvent(field.name) }
    guard membersByPath[path] == nil else { throw .builtInName(path.description) }
    guard slots[path] == nil else { throw .alreadyDeclared(path.description) }
    try Self.check(field, named: path.description)
    return append(field, to: object)
  }

  /// Adds a declared event and gives it the next code.
  @discardableResult
  public mutating func declare(event: EventField) throws(SchemaError) -> EventField {
    if let code = eventCodes[event.name] {
      if events[Int(code)].isBuiltIn { throw .builtInName(event.name) }
      throw .alreadyDeclared(event.name)
    }
    var names: Set<String> = []
    for attribute in event.attributes {
      let name = "\(event.name).\(attribute.name)"
      guard membersByPath[FactPath(.event, attribute.name)] == nil else {
        throw .builtInName("event.\(attribute.name)")
      }
      guard names.insert(attribute.name).inserted else { throw .alreadyDeclared(name) }
      try Self.check(attribute, named: name)
    }
    return append(event)
  }

  private static func check(_ field: FactField, named name: String) throws(SchemaError) {
    let element =
      if case .list(let element) = field.type { element } else { field.type }
    guard element.isElement else { throw .type(name, field.type) }
    if case .enumeration(let words) = element {
      guard !words.isEmpty, Set(words).count == words.count else {
        throw .type(name, field.type)
      }
    }
    if let range = field.range {
      switch (range, field.type) {
      case (.int, .int), (.double, .double), (.duration, .duration), (.money, .money): break
      case (.int, _), (.double, _), (.duration, _), (.money, _): throw .range(name)
      }
    }
    if let value = field.defaultValue {
      guard field.type.admits(value), field.range?.contains(value) ?? true else {
        throw .defaultValue(name)
      }
    }
  }

  @discardableResult
  private mutating func append(_ field: FactField, to object: FactObject) -> FactField {
    var field = field
    field.slot = fieldsByObject[object, default: []].count
    fieldsByObject[object, default: []].append(field)
    slots[FactPath(object, field.name)] = field.slot
    return field
  }

  @discardableResult
  private mutating func append(_ event: EventField) -> EventField {
    var event = event
    event.code = Int32(truncatingIfNeeded: events.count)
    eventCodes[event.name] = event.code
    events.append(event)
    return event
  }
}
