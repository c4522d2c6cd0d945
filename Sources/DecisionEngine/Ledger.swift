// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Guards

/// What limits have used up: derived from the sends that were decided, never a counter that
/// somebody resets.
///
/// Each limit keeps, for each of its scopes, the instants that can still matter: the last one of
/// a gap, those of the window of a cap. A walk reserves as it goes by recording what it decided.
struct Ledger: Sendable {
  /// One send that counts.
  struct Use: Sendable {
    var at: Second
    /// The enrolment; -1 for what happened before the engine's time.
    var enrolment: Int
  }

  /// Whom a limit counts for, and whether among the sends of mode `shadow`.
  struct Scope: Hashable, Sendable {
    var value: Int64
    var isShadow: Bool
  }

  /// The uses of one scope, oldest first; what is too old to matter is dropped from the front.
  struct Window: Sendable {
    private var uses: [Use] = []
    private var start = 0
    /// How many there ever were.
    private(set) var total = 0

    var last: Use? { uses.last }

    mutating func add(_ use: Use, keepingAfter horizon: Second) {
      total += 1
      // Only a history that is given as facts comes out of order.
      if let last = uses.last, last.at > use.at {
        uses.insert(use, at: firstIndex(after: use.at))
      } else {
        uses.append(use)
      }
      while start < uses.count - 1, uses[start].at <= horizon { start += 1 }
      if start > 32, start * 2 > uses.count {
        uses.removeFirst(start)
        start = 0
      }
    }

    /// How many are later than an instant.
    func count(after instant: Second) -> Int { uses.count - firstIndex(after: instant) }

    /// The use at which, counted from the latest, a number is reached: 1 is the latest.
    func use(fromLatest number: Int) -> Use? {
      let index = uses.count - number
      return index >= start && index < uses.count ? uses[index] : nil
    }

    private func firstIndex(after instant: Second) -> Int {
      var low = start
      var high = uses.count
      while low < high {
        let middle = (low + high) / 2
        if uses[middle].at > instant { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  /// The windows of one limit, by scope.
  private struct Windows: Sendable {
    private var windows: ContiguousArray<Window> = []
    /// Where the window of a small value is: rows and positions, what nearly all scopes
    /// are, are found without hashing, since a walk asks every limit about everybody.
    private var small: ContiguousArray<Int32> = []
    /// A bit for each small value that has a window: few of many people have one, and all bits lie
    /// close together.
    private var isUsed: ContiguousArray<UInt64> = []
    private var others: [Scope: Int32] = [:]
    private static let smallValues = 0..<Int64(1 << 22)

    /// Where a scope's window is; `nil` before its first use.
    @inline(__always)
    func place(of scope: Scope) -> Int? {
      guard Self.smallValues.contains(scope.value) else { return others[scope].map { Int($0) } }
      let index = Self.index(scope)
      guard index >> 6 < isUsed.count, isUsed[index >> 6] & (1 << UInt64(index & 63)) != 0
      else { return nil }
      return Int(small[index])
    }

    subscript(place: Int) -> Window {
      @inline(__always) _read { yield windows[place] }
    }

    mutating func add(_ use: Use, _ scope: Scope, keepingAfter horizon: Second) {
      windows[placeToFill(scope)].add(use, keepingAfter: horizon)
    }

    private mutating func placeToFill(_ scope: Scope) -> Int {
      if let known = place(of: scope) { return known }
      let place = windows.count
      windows.append(Window())
      if Self.smallValues.contains(scope.value) {
        let index = Self.index(scope)
        let words = (index >> 6) + 1 - isUsed.count
        if words > 0 {
          isUsed.append(contentsOf: repeatElement(0, count: words))
          small.append(contentsOf: repeatElement(-1, count: words * 64))
        }
        small[index] = Int32(truncatingIfNeeded: place)
        isUsed[index >> 6] |= 1 << UInt64(index & 63)
      } else {
        others[scope] = Int32(truncatingIfNeeded: place)
      }
      return place
    }

    @inline(__always)
    private static func index(_ scope: Scope) -> Int {
      Int(truncatingIfNeeded: scope.value) * 2 + (scope.isShadow ? 1 : 0)
    }
  }

  /// One limit's windows, and for shares those of all sends beside it.
  private struct Book: Sendable {
    var windows = Windows()
    var all = Windows()
  }

  private var books: [Book]

  init(limitCount: Int) { books = Array(repeating: Book(), count: limitCount) }

  /// Records that a send counts for a limit.
  ///
  /// - Parameters:
  ///   - horizon: Uses up to this instant no longer matter.
  mutating func record(_ use: Use, limit: Int, scope: Scope, keepingAfter horizon: Second) {
    books[limit].windows.add(use, scope, keepingAfter: horizon)
  }

  /// Records a send that a share is measured against.
  mutating func recordAny(_ use: Use, limit: Int, scope: Scope, keepingAfter horizon: Second) {
    books[limit].all.add(use, scope, keepingAfter: horizon)
  }

  /// The uses of one scope.
  func window(limit: Int, scope: Scope) -> Window? {
    books[limit].windows.place(of: scope).map { books[limit].windows[$0] }
  }

  /// The last use of one scope.
  func last(limit: Int, scope: Scope) -> Use? {
    guard let place = books[limit].windows.place(of: scope) else { return nil }
    return books[limit].windows[place].last
  }

  /// What a limit has used, of a gap.
  func usage(gap: Duration, limit: Int, scope: Scope, now: Second) -> LimitUsage {
    guard let last = last(limit: limit, scope: scope) else {
      return LimitUsage(used: 0, allowed: 1, freesAt: nil)
    }
    let opensAt = Instant(seconds: last.at) + gap
    // Over at exactly last + gap.
    return Instant(seconds: now) >= opensAt
      ? LimitUsage(used: 0, allowed: 1, freesAt: nil)
      : LimitUsage(used: 1, allowed: 1, freesAt: opensAt)
  }

  /// What a limit has used, of a cap over a rolling span.
  func usage(
    rolling span: Duration, allowed: Int, limit: Int, scope: Scope, now: Second
  ) -> LimitUsage {
    guard let place = books[limit].windows.place(of: scope) else {
      return LimitUsage(used: 0, allowed: allowed, freesAt: nil)
    }
    let width = span.wholeSeconds
    // The window is (now − width, now].
    let used = books[limit].windows[place].count(after: now - width)
    guard used >= allowed else { return LimitUsage(used: used, allowed: allowed, freesAt: nil) }
    // Fewer than `allowed` remain once the one that is `allowed` from the latest has left.
    let freesAt =
      allowed > 0
      ? books[limit].windows[place].use(fromLatest: allowed).map { $0.at + width } : nil
    return LimitUsage(
      used: used, allowed: allowed, freesAt: freesAt.map { Instant(seconds: $0) })
  }

  /// What a limit has used, of a cap over one period of a calendar.
  func usage(
    period: Range<Instant>, allowed: Int, limit: Int, scope: Scope
  ) -> LimitUsage {
    let used = uses(limit: limit, scope: scope, after: period.lowerBound.seconds - 1)
    return LimitUsage(
      used: used, allowed: allowed,
      freesAt: used >= allowed && allowed > 0 ? period.upperBound : nil)
  }

  /// What a limit has used, of a cap for good.
  func usage(everAllowed allowed: Int, limit: Int, scope: Scope) -> LimitUsage {
    let used = books[limit].windows.place(of: scope).map { books[limit].windows[$0].total } ?? 0
    return LimitUsage(used: used, allowed: allowed, freesAt: nil)
  }

  /// Whether a scope was ever used: without a use nothing needs to be counted.
  func isUsed(limit: Int, scope: Scope) -> Bool {
    books[limit].windows.place(of: scope) != nil
  }

  /// How many uses of a scope are later than an instant.
  func uses(limit: Int, scope: Scope, after instant: Second) -> Int {
    guard let place = books[limit].windows.place(of: scope) else { return 0 }
    return books[limit].windows[place].count(after: instant)
  }

  /// Sends of a share's limit and all sends of its scope since an instant.
  func share(limit: Int, scope: Scope, after instant: Second) -> (own: Int, all: Int) {
    let all = books[limit].all.place(of: scope).map {
      books[limit].all[$0].count(after: instant)
    }
    return (uses(limit: limit, scope: scope, after: instant), all ?? 0)
  }
}

extension Duration {
  /// Whole seconds, parts of one rounded up.
  var wholeSeconds: Second {
    let (seconds, attoseconds) = components
    return attoseconds > 0 ? seconds + 1 : seconds
  }
}
