// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// The order of the walk: priority, due time, `order_by`, hash.
extension Engine {
  /// Where somebody stands in the walk, for comparing two of them.
  struct Turn {
    var priority: Int
    var dueAt: Second
    var policy: Int
    var order: OrderValue
    var hash: UInt64

    func isBefore(_ other: Turn) -> Bool {
      if priority != other.priority { return priority < other.priority }
      if dueAt != other.dueAt { return dueAt < other.dueAt }
      if policy == other.policy, let isBefore = OrderValue.isBefore(order, other.order) {
        return isBefore
      }
      return hash < other.hash
    }
  }

  mutating func turn(of position: Int) -> Turn {
    let (policy, step) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].step
    )
    return Turn(
      priority: context.world.index.policies[policy].steps[step].priority,
      dueAt: context.world.enrolments[position].dueAt, policy: policy,
      order: orderValue(of: position),
      hash: tieHash(of: position))
  }

  /// Somebody who is due, with the hash of the place in the walk: another's, if the policy's own
  /// order gave that place away.
  struct Candidate {
    var position: Int
    var hash: UInt64
  }

  /// Where a candidate stands in the walk.
  private struct Key {
    var position: Int
    var priority: Int
    var dueAt: Second
    var policy: Int
    var hash: UInt64
  }

  /// Orders by priority of the step, due time, `order_by` within one policy, and a stable hash.
  ///
  /// `order_by` compares within one policy only, so that ties between policies stay with the hash:
  /// the places that the hash gives to a policy's candidates are filled in the policy's own order.
  mutating func inWalkOrder(_ candidates: [Int]) -> [Candidate] {
    var keys: [Key] = []
    keys.reserveCapacity(candidates.count)
    for position in candidates {
      let (policy, step) = (
        context.world.enrolments[position].policy, context.world.enrolments[position].step
      )
      keys.append(
        Key(
          position: position, priority: context.world.index.policies[policy].steps[step].priority,
          dueAt: context.world.enrolments[position].dueAt, policy: policy,
          hash: tieHash(of: position)))
    }
    keys.sort { a, b in
      if a.priority != b.priority { return a.priority < b.priority }
      if a.dueAt != b.dueAt { return a.dueAt < b.dueAt }
      if a.hash != b.hash { return a.hash < b.hash }
      return a.position < b.position
    }
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].priority == keys[start].priority,
        keys[end].dueAt == keys[start].dueAt
      {
        end += 1
      }
      if end - start > 1 { orderWithinPolicies(&keys, start..<end) }
      start = end
    }
    return keys.map { Candidate(position: $0.position, hash: $0.hash) }
  }

  private mutating func orderWithinPolicies(_ keys: inout [Key], _ range: Range<Int>) {
    var placesOfPolicy: [Int: [Int]] = [:]
    for place in range where context.world.index.policies[keys[place].policy].isOrdered {
      placesOfPolicy[keys[place].policy, default: []].append(place)
    }
    // Each policy fills its own places: which one does so first makes no difference.
    for places in placesOfPolicy.values where places.count > 1 {
      let members = places.map { keys[$0] }
      let values = members.map { orderValue(of: $0.position) }
      for (place, member) in zip(places, OrderValue.order(of: values)) {
        let hash = keys[place].hash
        keys[place] = members[member]
        keys[place].hash = hash
      }
    }
  }

  // MARK: - What it goes by

  /// What the policy's `order_by` says of an enrolment; absent without one.
  ///
  /// Kept until something changes for the contact, where time alone changes nothing.
  mutating func orderValue(of position: Int) -> OrderValue {
    let policy = context.world.enrolments[position].policy
    guard context.world.index.policies[policy].isOrdered,
      let expression = context.world.bundle.policies[policy].orderBy
    else { return .absent }
    if let kept = context.world.enrolments[position].order { return kept }
    let value = withContext(enrolment: position) { context in
      OrderValue(expression.program.evaluate(context))
    }
    if !context.world.index.policies[policy].ordersByTime {
      context.world.enrolments[position].order = value
    }
    return value
  }

  mutating func tieHash(of position: Int) -> UInt64 {
    if context.world.enrolments[position].tieHash != 0 {
      return context.world.enrolments[position].tieHash
    }
    let (policy, row) = (
      context.world.enrolments[position].policy, context.world.enrolments[position].subject
    )
    let subject: Int32 =
      switch context.world.bundle.policies[policy].enrol.subject {
      case .contact: context.world.facts.contacts.idCode(row)
      case .account: context.world.facts.accounts.idCode(row)
      case .deal: context.world.facts.deals.idCode(row)
      }
    let hash = tieHashes.hash(
      policy: policy, step: context.world.enrolments[position].step,
      contact: context.world.facts.contacts.idCode(context.world.enrolments[position].contact),
      subject: subject,
      context.world.facts.strings)
    context.world.enrolments[position].tieHash = hash
    return hash
  }

  /// Where a step stands among those that are as urgent and as long due.
  static func tieHash(
    seed: Int64, policy: String, contact: String, subject: String, step: String
  ) -> UInt64 {
    let hash = StableHash(parts: ["parley.walk.1", String(seed), policy, contact, subject, step])
    return max(hash.leading64, 1)
  }
}

/// The hashes that order ties in the walk, made of pooled ids without making texts of them.
struct TieHashes: Sendable {
  /// What is hashed before the contact, by policy.
  private let heads: [[UInt8]]
  /// What is hashed behind the subject, by policy and step.
  private let tails: [[[UInt8]]]
  /// Used again and again.
  private var bytes: [UInt8] = []

  init(_ bundle: Bundle, seed: Int64) {
    let common = DrawSeries.part("parley.walk.1") + DrawSeries.part(String(seed))
    heads = bundle.policies.map { common + DrawSeries.part($0.id) }
    tails = bundle.policies.map { policy in policy.steps.map { DrawSeries.part($0.id) } }
  }

  /// What `Engine.tieHash(seed:policy:contact:subject:step:)` gives, of ids in the string pool.
  mutating func hash(
    policy: Int, step: Int, contact: Int32, subject: Int32, _ strings: StringPool
  ) -> UInt64 {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: heads[policy])
    append(contact, strings)
    append(subject, strings)
    bytes.append(contentsOf: tails[policy][step])
    return max(StableHash(of: bytes).leading64, 1)
  }

  /// An id as it is hashed: its length, then its bytes.
  private mutating func append(_ id: Int32, _ strings: StringPool) {
    strings.withUTF8(of: id) { text in
      let length = UInt64(text.count)
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: length >> UInt64(shift)))
      }
      bytes.append(contentsOf: text)
    }
  }
}

/// What `order_by` compares.
enum OrderValue: Sendable {
  case text(String)
  case number(Double)
  case instant(Instant)
  case absent

  /// The value of an expression; what can't be compared is absent.
  init(_ value: Value) {
    self =
      switch value {
      case .string(let text): .text(text)
      case .int(let number): .number(Double(number))
      case .uint(let number): .number(Double(number))
      case .double(let number): .number(number)
      case .timestamp(let instant): .instant(instant)
      case .null, .bool, .bytes, .list, .map, .duration, .type, .optional, .object, .opaque,
        .network, .unknown, .error:
        .absent
      }
  }

  /// Positions in the order of their values; equal ones stay in theirs.
  static func order(of values: [OrderValue]) -> [Int] {
    var positions = Array(values.indices)
    let numbers = values.compactMap(\.plainNumber)
    if numbers.count == values.count {
      // Mostly numbers: sorted without taking values out of their cases.
      positions.sort { a, b in
        numbers[a] == numbers[b] ? a < b : numbers[a] < numbers[b]
      }
    } else {
      positions.sort { a, b in isBefore(values[a], values[b]) ?? (a < b) }
    }
    return positions
  }

  /// A number that orders as the value does among its like; an absent one comes last.
  private var plainNumber: Double? {
    switch self {
    case .number(let number) where number < .infinity: number
    case .absent: .infinity
    case .number, .text, .instant: nil
    }
  }

  /// Whether the first comes before the second; `nil` for equal ones.
  ///
  /// Strings by bytes, numbers and timestamps by size; absent last.
  static func isBefore(_ a: OrderValue, _ b: OrderValue) -> Bool? {
    switch (a, b) {
    case (.text(let x), .text(let y)):
      x.utf8.elementsEqual(y.utf8) ? nil : x.utf8.lexicographicallyPrecedes(y.utf8)
    case (.number(let x), .number(let y)): x == y ? nil : x < y
    case (.instant(let x), .instant(let y)): x == y ? nil : x < y
    case (.absent, .absent): nil
    case (.absent, _): false
    case (_, .absent): true
    // Of several kinds, which a checked expression doesn't give: by kind.
    case (.text, _): true
    case (_, .text): false
    case (.number, _): true
    case (_, .number): false
    }
  }
}
