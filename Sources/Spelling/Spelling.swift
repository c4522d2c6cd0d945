// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Finds the names that a misspelt one may stand for.
package enum Spelling {
  /// How many names are offered at most.
  package static let limit = 3
  /// Names longer than this are not compared: nobody mistypes so long a name by two letters.
  private static let lengthLimit = 80

  /// The names within edit distance max(1, length / 3) of `name`, nearest first, at most three.
  ///
  /// Exchanged neighbours count as one edit, and the case of letters doesn't count. Names at the
  /// same distance stand in the order of their bytes.
  package static func nearest(to name: String, in names: some Sequence<String>) -> [String] {
    let wanted = Array(name.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= lengthLimit else { return [] }
    let limit = max(1, wanted.count / 3)
    var found: [(distance: Int, name: String)] = []
    for candidate in Set(names) where candidate != name {
      let scalars = Array(candidate.lowercased().unicodeScalars)
      guard abs(scalars.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, scalars)
      if distance <= limit { found.append((distance, candidate)) }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return found.prefix(Self.limit).map(\.name)
  }

  /// Edits (insert, drop, change, exchange neighbours) that turn `a` into `b`.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty { return b.count }
    if b.isEmpty { return a.count }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(last[j] + 1, row[j - 1] + 1, change)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
