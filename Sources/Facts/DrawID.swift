// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Draw {
  /// One of the ids that something is drawn for.
  public enum ID: Sendable {
    /// A text as it is.
    case text(String)
    /// A whole number in decimal digits.
    case number(Int)
    /// Sixteen bytes as 32 lower-case hexadecimal digits, the first eight in the first number.
    case hexadecimal(UInt64, UInt64)
  }

  /// Draws for a purpose and up to five ids, without making any text of them.
  ///
  /// `Draw(seed: 7, purpose: "enrol.each", .text(policy), .number(3))` is
  /// `Draw(seed: 7, purpose: "enrol.each", ids: [policy, "3"])`.
  ///
  /// - Parameters:
  ///   - seed: The seed of the run.
  ///   - purpose: What is drawn: `enrol.after`, `behaviour.reply`.
  ///   - first: Whom it is drawn for, most general first; so are the others.
  public init(
    seed: Int64, purpose: String, _ first: ID, _ second: ID? = nil, _ third: ID? = nil,
    _ fourth: ID? = nil, _ fifth: ID? = nil
  ) {
    var room = first.room + (second?.room ?? 0) + (third?.room ?? 0)
    room += (fourth?.room ?? 0) + (fifth?.room ?? 0)
    self.init(seed: seed, purpose: purpose, room: room) { message in
      message.append(first)
      if let second { message.append(second) }
      if let third { message.append(third) }
      if let fourth { message.append(fourth) }
      if let fifth { message.append(fifth) }
    }
  }

  /// Draws for a purpose and ids.
  ///
  /// - Parameters:
  ///   - seed: The seed of the run.
  ///   - purpose: What is drawn: `enrol.after`, `behaviour.reply`.
  ///   - ids: Whom it is drawn for, most general first.
  public init(seed: Int64, purpose: String, ids: [String] = []) {
    let room = ids.reduce(0) { $0 + 8 + $1.utf8.count }
    self.init(seed: seed, purpose: purpose, room: room) { message in
      for id in ids { message.append(id) }
    }
  }

  private init(
    seed: Int64, purpose: String, room: Int, append ids: (inout HashedParts) -> Void
  ) {
    let head = 8 + Self.version.utf8.count + ID.numberRoom + 8 + purpose.utf8.count
    let hash = HashedParts.hash(room: head + room) { message in
      message.append(Self.version)
      message.append(number: Int(seed))
      message.append(purpose)
      ids(&message)
    }
    self.init(bits: hash.leading64)
  }

  /// What the bytes of every draw begin with.
  private static var version: String { "parley.draw.1" }
}

extension Draw.ID {
  /// How many bytes a number takes at most, its length included.
  fileprivate static let numberRoom = 8 + 20

  /// How many bytes it takes at most, its length included.
  fileprivate var room: Int {
    switch self {
    case .text(let text): 8 + text.utf8.count
    case .number: Self.numberRoom
    case .hexadecimal: 8 + 32
    }
  }
}
