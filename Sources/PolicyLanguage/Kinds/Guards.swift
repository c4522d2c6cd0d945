// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let guards = PolicyKind(
    head: "guards", headType: .list(.libraryGuard), headSummary: "The guards.",
    summary: "A library of guards that policies share by `use`.",
    fields: [])
}
