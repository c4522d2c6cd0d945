// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Testing

@Suite struct PeopleTests {
  private func two() throws -> (store: FactStore, email: Int) {
    var store = FactStore(schema: try sampleSchema())
    _ = store.addContact("ana")
    _ = store.addContact("bob")
    let email = store.channel("email")
    return (store, email)
  }

  @Test(arguments: [
    (" Ana@Example.COM ", "ana@example.com"), ("ana+crm@example.com", "ana+crm@example.com"),
    ("+1 (555) 010-0100", "+15550100100"), ("0044 20 7946 0000", "+442079460000"),
    ("555 0100", "5550100"), ("@Ana_Writes", "ana_writes"), ("", ""),
    ("7eleven@example.com", "7eleven@example.com"), ("+12 x", "+12 x"),
  ])
  func `addresses are compared in one form`(written: String, normalised: String) {
    #expect(Address.normalised(written) == normalised)
  }

  @Test func `the latest consent that hasn't ended is in force`() throws {
    var (store, email) = try two()
    func basis(_ now: String) -> ConsentBasis? {
      store.consent(of: 0, channel: email, at: at(now))?.basis
    }
    #expect(basis("2026-01-01") == nil)
    store.addConsent(Consent(basis: .legitimateInterest), of: 0, channel: email)
    store.addConsent(
      Consent(basis: .explicit, at: at("2026-02-01"), until: at("2026-03-01")), of: 0,
      channel: email)
    #expect(basis("2026-01-31") == .legitimateInterest)
    #expect(basis("2026-02-01") == .explicit)
    #expect(basis("2026-03-01") == .legitimateInterest)
    #expect(
      store.consentChanges(of: 0, channel: email, after: at("2026-02-10")) == at("2026-03-01"))
    store.addConsent(Consent(basis: .withdrawn, at: at("2026-02-20")), of: 0, channel: email)
    #expect(basis("2026-02-25") == .withdrawn)
    #expect(basis("2026-03-02") == .withdrawn)
    store.addConsent(Consent(basis: .explicit, at: at("2026-04-01")), of: 0, channel: email)
    #expect(basis("2026-05-01") == .explicit)
    #expect(store.consent(of: 1, channel: email, at: at("2026-05-01")) == nil)
  }

  @Test func `an opt-out suppresses the person everywhere and ends its consent there`() throws {
    var (store, email) = try two()
    store.addConsent(Consent(basis: .explicit), of: 0, channel: email)
    store.apply(FactEvent(.contactOptedOut, at: at("2026-10-20"), contact: 0, channel: email))
    let entry = try #require(store.suppression(of: 0, channel: email))
    #expect(store.strings[entry.reason] == "opted_out")
    #expect(entry.channel == nil)
    #expect(store.consent(of: 0, channel: email, at: at("2026-10-20"))?.basis == .withdrawn)
    #expect(store.suppression(of: 1, channel: email) == nil)
  }

  @Test func `a suppression of one channel leaves the others`() throws {
    var (store, email) = try two()
    let sms = store.channel("sms")
    store.suppress(contact: 0, channel: sms, reason: "asked", at: nil)
    #expect(store.suppression(of: 0, channel: email) == nil)
    #expect(store.suppression(of: 0, channel: sms)?.channel == sms)
    #expect(store.suppression(of: 0, channel: nil) == nil)
  }

  @Test func `a suppressed address is suppressed whoever has it, now or later`() throws {
    var (store, email) = try two()
    store.setAddress("ana@example.com", of: 0, channel: email)
    store.suppress(address: "Ana@example.com", reason: "imported", at: nil)
    store.suppress(address: "bob@example.com", reason: "imported", at: nil)
    #expect(store.suppression(of: 0, channel: email) != nil)
    #expect(store.suppression(of: 1, channel: email) == nil)
    store.setAddress("BOB@example.com", of: 1, channel: email)
    #expect(store.suppression(of: 1, channel: email) != nil)
  }

  @Test func `a hard bounce closes the address, a soft one doesn't`() throws {
    var (store, email) = try two()
    store.setAddress("ana@example.com", of: 0, channel: email)
    let soft = Cell(.string("soft"), strings: &store.strings)
    let hard = Cell(.string("hard"), strings: &store.strings)
    store.apply(
      FactEvent(
        .contactBounced, at: at("2026-10-01"), contact: 0, channel: email, attributes: [soft]))
    #expect(store.addressStatus(of: 0, channel: email) == .valid)
    store.apply(
      FactEvent(
        .contactBounced, at: at("2026-10-02"), contact: 0, channel: email, attributes: [hard]))
    #expect(store.addressStatus(of: 0, channel: email) == .bounced)
    #expect(store.addressStatus(of: 1, channel: email) == .none)
  }

  @Test func `the same address under another id is the same person`() throws {
    var (store, email) = try two()
    store.apply(FactEvent(.stepSent, at: at("2026-10-03"), contact: 1, isStart: true))
    store.apply(FactEvent(.contactReplied, at: at("2026-10-01"), contact: 0))
    store.addConsent(Consent(basis: .explicit), of: 0, channel: email)
    store.addConsent(Consent(basis: .legitimateInterest), of: 1, channel: email)
    store.suppress(contact: 1, reason: "asked", at: nil)
    let first = store.setAddress("ana@example.com", of: 0, channel: email)
    let second = store.setAddress("Ana@Example.com", of: 1, channel: email)
    #expect(first == .stored)
    #expect(second == .samePerson(as: 0))
    #expect(store.person(of: 1) == 0)
    #expect(store.isPerson(0) && !store.isPerson(1))
    #expect(store.lastSent(to: 0) == at("2026-10-03"))
    #expect(store.lastReply(of: 1) == at("2026-10-01"))
    #expect(store.last(BuiltInEvent.stepSent.rawValue, of: .contact(0)) == at("2026-10-03"))
    #expect(store.suppression(of: 0, channel: email) != nil)
    #expect(
      store.consent(of: 0, channel: email, at: at("2026-10-04"))?.basis == .legitimateInterest)
  }

  @Test func `a role's address belongs to the first contact that has it`() throws {
    var (store, email) = try two()
    store.setAddress("info@example.com", of: 0, channel: email)
    let outcome = store.setAddress("INFO@example.com", of: 1, channel: email)
    #expect(outcome == .shared(with: 0))
    #expect(store.address(of: 1, channel: email) == nil)
    #expect(store.person(of: 1) == 1)
    #expect(store.person(withAddress: "info@example.com", channel: email) == 0)
  }
}
