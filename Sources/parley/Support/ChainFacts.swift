// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Guards
import PolicyLanguage

/// What a guard's expression reads, what changes its outcome, and what it costs to ask.
struct ChainFacts {
  /// The atoms of all guards of the bundle, so that those asked in several places are seen.
  private var atoms = AtomTable()

  init(_ bundle: Bundle) {
    // A guard of a library stands in many chains; it is one condition all the same.
    var seen: Set<ObjectIdentifier> = []
    for policy in bundle.policies {
      for step in policy.steps {
        for link in step.chains.flatMap(\.links) {
          guard let expression = link.kind.expression,
            seen.insert(ObjectIdentifier(expression)).inserted
          else { continue }
          atoms.add(expression.checked)
        }
      }
    }
  }

  /// Bounds on the steps of one evaluation.
  func cost(_ expression: CompiledExpression) -> CostBounds { expression.checked.cost() }

  /// The facts, variables and functions that the expression reads, in the order of its text.
  func reads(_ expression: CompiledExpression) -> [String] {
    expression.checked.leafReads.map(\.path)
  }

  /// What can change the outcome.
  func atomClass(_ expression: CompiledExpression) -> AtomClass {
    let plain = expression.checked.atomClass(now: Variable.now.rawValue)
    let isCounted = expression.dependencies.contains(.sends)
    return isCounted && plain != .external && plain != .calendar ? .quota : plain
  }

  /// How many of the condition's questions other guards of the bundle ask, too.
  func shared(_ expression: CompiledExpression) -> Int {
    var table = atoms
    return table.add(expression.checked).filter { table.uses[$0] > 2 }.count
  }
}
