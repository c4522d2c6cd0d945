// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Testing

@Suite struct FactSchemaTests {
  @Test(arguments: ["id", "last_reply_at", "had", "consented", "messages", "zone"])
  func `a built-in name can't be declared again`(name: String) {
    var schema = FactSchema()
    #expect(throws: SchemaError.builtInName("contact.\(name)")) {
      try schema.declare(FactField(name: name, type: .string), of: .contact)
    }
  }

  @Test func `a declared fact gets the slot behind the built-in ones`() throws {
    var schema = FactSchema()
    let before = schema.fields(of: .account).count
    let field = try schema.declare(FactField(name: "health", type: .int), of: .account)
    #expect(field.slot == before)
    #expect(schema.field(FactPath(.account, "health"))?.slot == before)
    #expect(throws: SchemaError.alreadyDeclared("account.health")) {
      try schema.declare(FactField(name: "health", type: .int), of: .account)
    }
  }

  @Test func `defaults and ranges are of the fact's type`() {
    var schema = FactSchema()
    #expect(throws: SchemaError.defaultValue("contact.tier")) {
      try schema.declare(
        FactField(name: "tier", type: .int, defaultValue: .int(4), range: .int(1...3)),
        of: .contact)
    }
    #expect(throws: SchemaError.range("contact.tier")) {
      try schema.declare(
        FactField(name: "tier", type: .string, range: .int(1...3)), of: .contact)
    }
    #expect(throws: SchemaError.type("contact.lists", .list(.list(.int)))) {
      try schema.declare(FactField(name: "lists", type: .list(.list(.int))), of: .contact)
    }
  }

  @Test func `built-in events have the same code in every schema`() throws {
    let schema = try sampleSchema()
    for event in BuiltInEvent.allCases {
      #expect(schema.event(event.name)?.code == event.rawValue)
    }
    #expect(schema.event("health.changed")?.attribute("to")?.slot == 1)
    var copy = schema
    #expect(throws: SchemaError.builtInName("deal.lost")) {
      try copy.declare(event: EventField(name: "deal.lost", attributes: []))
    }
  }

  @Test func `members say where they come from`() {
    let schema = FactSchema()
    #expect(schema.member(FactPath(.deal, "lost_at"))?.source == .history(.lostAt))
    #expect(schema.member(FactPath(.contact, "zone"))?.isNullable == true)
    #expect(schema.member(FactPath(.account, "deals"))?.result == .objects(.deal))
    #expect(
      schema.member(FactPath(.contact, "count_since"))?.parameters == [.event, .instant])
  }
}
