// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The kinds of things that facts are about.
public enum FactObject: String, Hashable, Sendable, CaseIterable {
  /// A person.
  case contact
  /// A company.
  case account
  /// An opportunity.
  case deal
  /// Something that happened.
  case event
  /// A sending identity.
  case sender
}

/// The full name of one fact: `account.health`.
public struct FactPath: Hashable, Sendable {
  /// What the fact is about.
  public let object: FactObject
  /// Its name there.
  public let name: String

  /// Names the fact `name` of `object`.
  public init(_ object: FactObject, _ name: String) {
    self.object = object
    self.name = name
  }

  /// Reads `object.name`; `nil` if the text has another form.
  public init?(_ text: String) {
    guard let dot = text.firstIndex(of: "."),
      let object = FactObject(rawValue: String(text[..<dot]))
    else { return nil }
    let name = text[text.index(after: dot)...]
    guard !name.isEmpty else { return nil }
    self.init(object, String(name))
  }
}

extension FactPath: CustomStringConvertible, Comparable {
  /// The path as expressions write it.
  public var description: String { "\(object.rawValue).\(name)" }

  /// Orders by object, then name, by bytes.
  public static func < (a: FactPath, b: FactPath) -> Bool {
    a.object != b.object
      ? a.object.rawValue < b.object.rawValue
      : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}
