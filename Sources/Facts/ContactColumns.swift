// Licensed under the Apache License, Version 2.0; see LICENSE.

import Spelling

/// What the columns of a file of people may be called.
struct ContactColumns {
  /// What one column fills.
  enum Meaning: Hashable {
    case fact(FactObject, slot: Int)
    case history(FactObject, HistoryMember)
    case stage
    case address(channel: String)
    case consent(channel: String, ConsentPart)
  }

  enum ConsentPart: String, CaseIterable {
    case basis, at, until, source, evidence
  }

  /// Histories that can be given, by object.
  static func givable(_ object: FactObject) -> [HistoryMember] {
    switch object {
    case .contact: [.lastReplyAt, .lastInboundAt, .lastSentAt, .lastStartedAt, .optedOutAt]
    case .deal: [.openedAt, .wonAt, .lostAt]
    case .account, .event, .sender: []
    }
  }

  /// JSON objects whose keys are channels.
  static let openObjects = ["address", "consent", "contact.address", "contact.consent"]

  /// Every name that means something, channels aside.
  let all: [String]
  private let meanings: [String: Meaning]

  init(schema: FactSchema) {
    var names: [String] = []
    var meanings: [String: Meaning] = [:]
    for object in [FactObject.contact, .account, .deal] {
      var members = schema.fields(of: object).map {
        ($0.name, Meaning.fact(object, slot: $0.slot))
      }
      members += Self.givable(object).map { ($0.rawValue, Meaning.history(object, $0)) }
      if object == .deal { members.append((HistoryMember.stage.rawValue, .stage)) }
      for (name, meaning) in members {
        names.append("\(object.rawValue).\(name)")
        meanings["\(object.rawValue).\(name)"] = meaning
        // A bare name is one of the contact, unless it is an object's in JSON.
        if object == .contact, !Self.objectNames.contains(name) {
          names.append(name)
          meanings[name] = meaning
        }
      }
    }
    all = names
    self.meanings = meanings
  }

  private static let objectNames: Set<String> = [
    "contact", "account", "deal", "address", "consent",
  ]

  /// What a column of this name fills.
  func meaning(of name: String) -> Meaning? {
    if let known = meanings[name] { return known }
    var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.first == "contact" { parts.removeFirst() }
    guard parts.count >= 2, !parts[1].isEmpty else { return nil }
    switch (parts[0], parts.count) {
    case ("address", 2): return .address(channel: parts[1])
    case ("consent", 2): return .consent(channel: parts[1], .basis)
    case ("consent", 3):
      return ConsentPart(rawValue: parts[2]).map { .consent(channel: parts[1], $0) }
    default: return nil
    }
  }

  /// Names that a misspelt one may stand for.
  func nearest(to name: String) -> [String] { Spelling.nearest(to: name, in: all) }
}
