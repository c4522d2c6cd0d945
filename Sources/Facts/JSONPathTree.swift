// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The asked paths as a tree of keys, so that a record is matched while it is read.
struct JSONPathTree {
  struct Child {
    var key: ContiguousArray<UInt8>
    var node: Int
  }

  struct Node {
    /// Keys and the nodes behind them.
    var children: ContiguousArray<Child> = []
    /// Which child the last record had behind each one, shifted by one: files repeat themselves,
    /// so the first comparison nearly always hits.
    var followers: ContiguousArray<Int> = [0]
    /// Positions in an array and the nodes behind them.
    var elements: [(index: Int, node: Int)] = []
    /// The field that the value here fills; -1 for none.
    var field = -1
    /// Whether keys that nobody asked for become fields of their own.
    var isOpen = false
    var path = ""
  }

  private(set) var nodes: [Node] = [Node()]
  private(set) var paths: [String] = []

  /// Adds a path; the same one twice is one field.
  mutating func add(_ path: String, isOpen: Bool = false) {
    let nested = descend(path)
    if isOpen {
      nodes[nested].isOpen = true
      return
    }
    // A flat key may hold the dots itself.
    let flat = path.utf8.contains(UInt8(ascii: ".")) ? child(of: 0, key: Array(path.utf8)) : nested
    let field = paths.count
    paths.append(path)
    for node in [nested, flat] where nodes[node].field < 0 { nodes[node].field = field }
  }

  /// The node behind a key.
  ///
  /// - Parameter place: One more than the place of the child before it in the record, 0 at the
  ///   beginning; moved on if the key is found.
  @inline(__always)
  mutating func find(
    _ key: UnsafeBufferPointer<UInt8>, below node: Int, after place: inout Int
  ) -> Int? {
    let likely = nodes[node].followers[place]
    if likely < nodes[node].children.count, has(key, at: likely, of: node) {
      place = likely + 1
      return nodes[node].children[likely].node
    }
    for child in nodes[node].children.indices where has(key, at: child, of: node) {
      nodes[node].followers[place] = child
      place = child + 1
      return nodes[node].children[child].node
    }
    return nil
  }

  @inline(__always)
  private func has(_ key: UnsafeBufferPointer<UInt8>, at child: Int, of node: Int) -> Bool {
    nodes[node].children[child].key.withUnsafeBufferPointer { haveEqualBytes($0, key) }
  }

  func find(element index: Int, below node: Int) -> Int? {
    nodes[node].elements.first { $0.index == index }?.node
  }

  /// Makes a field of a key below an open node.
  mutating func open(_ key: UnsafeBufferPointer<UInt8>, below node: Int) -> Int {
    let new = child(of: node, key: Array(key))
    nodes[new].field = paths.count
    nodes[new].isOpen = true
    paths.append(nodes[new].path)
    return new
  }

  private mutating func descend(_ path: String) -> Int {
    var node = 0
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      var rest = part[...]
      var positions: [Int] = []
      while rest.last == "]", let open = rest.lastIndex(of: "["),
        let position = Int(rest[rest.index(after: open)...].dropLast()), position >= 0
      {
        positions.insert(position, at: 0)
        rest = rest[..<open]
      }
      node = child(of: node, key: Array(rest.utf8))
      for position in positions { node = element(of: node, index: position) }
    }
    return node
  }

  private mutating func child(of node: Int, key: [UInt8]) -> Int {
    let key = ContiguousArray(key)
    if let known = nodes[node].children.first(where: { $0.key == key }) { return known.node }
    var new = Node()
    let outer = nodes[node].path
    new.path = (outer.isEmpty ? "" : outer + ".") + String(decoding: key, as: UTF8.self)
    nodes.append(new)
    nodes[node].children.append(Child(key: key, node: nodes.count - 1))
    nodes[node].followers.append(nodes[node].children.count)
    return nodes.count - 1
  }

  private mutating func element(of node: Int, index: Int) -> Int {
    if let known = nodes[node].elements.first(where: { $0.index == index }) { return known.node }
    var new = Node()
    new.path = nodes[node].path + "[\(index)]"
    nodes.append(new)
    nodes[node].elements.append((index, nodes.count - 1))
    return nodes.count - 1
  }
}
