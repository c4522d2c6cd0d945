// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Testing

@Suite struct ScalarPropertyTests {
  private var environment: Environment {
    var environment = Environment()
    environment.declareOpaque("date")
    environment.declare(
      function: "date",
      [
        Overload(
          id: "date", parameters: [.int], result: .opaque("date"), implementation: .host(0))
      ])
    environment.declare(
      function: "year",
      [
        Overload(
          id: "date_year", parameters: [.opaque("date")], result: .int, isMember: true,
          implementation: .host(1))
      ])
    return environment
  }

  @Test(arguments: ["date(2026).year == 2026", "date(2026).year() == 2026"])
  func `a host scalar's property is a function of it alone`(_ text: String) throws {
    let checked = try environment.check(environment.parse(text)).get()
    let program = Program(checked)
    let activation = MapActivation(functions: [
      0: { arguments in
        guard case .int(let value) = arguments[0] else { return .null }
        return .opaque(OpaqueValue(type: 0, payload: value))
      },
      1: { arguments in
        guard case .opaque(let value) = arguments[0] else { return .null }
        return .int(value.payload)
      },
    ])
    guard case .bool(true) = program.evaluate(activation) else {
      Issue.record("expected true")
      return
    }
  }

  @Test func `what no function of the host gives is no property`() throws {
    let environment = environment
    let tree = try environment.parse("date(2026).decade == 2020")
    guard case .failure(let failures) = environment.check(tree) else {
      Issue.record("expected an error")
      return
    }
    #expect(failures.errors.count == 1)
  }
}
