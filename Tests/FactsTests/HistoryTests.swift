// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Testing

@Suite struct HistoryTests {
  private func world() throws -> FactStore {
    var store = FactStore(schema: try sampleSchema())
    let newAcme = store.addAccount("acme")
    let acme = try #require(newAcme)
    let newAna = store.addContact("ana")
    let ana = try #require(newAna)
    store.setAccount(acme, ofContact: ana)
    _ = store.addDeal("d1", account: acme, contact: ana)
    return store
  }

  @Test func `windows into the past leave out their beginning and take their end`() throws {
    var store = try world()
    let replied = BuiltInEvent.contactReplied
    for day in ["2026-10-01", "2026-10-05", "2026-10-05", "2026-10-09"] {
      store.apply(FactEvent(replied, at: at(day), contact: 0))
    }
    #expect(!store.replied(0, since: at("2026-10-09")))
    #expect(store.replied(0, since: at("2026-10-08T23:59:59Z")))
    let code = replied.rawValue
    let count = { (since: String, now: String) in
      store.count(code, of: .contact(0), since: at(since), now: at(now))
    }
    #expect(count("2026-10-01", "2026-10-09") == 3)
    #expect(count("2026-09-30", "2026-10-08") == 3)
    #expect(count("2026-10-05", "2026-10-09") == 1)
    #expect(store.last(code, of: .account(0)) == at("2026-10-09"))
    #expect(!store.had(BuiltInEvent.contactClicked.rawValue, .contact(0)))
    #expect(store.messages(of: 0).map { store.log.instant($0) }.first == at("2026-10-01"))
    #expect(store.lastActivity(of: 0) == at("2026-10-09"))
  }

  @Test func `events that are told late stand where they belong`() throws {
    var store = try world()
    for day in ["2026-10-09", "2026-10-01", "2026-10-05"] {
      store.apply(FactEvent(.contactReplied, at: at(day), contact: 0))
    }
    #expect(store.lastReply(of: 0) == at("2026-10-09"))
    #expect(
      store.messages(of: 0).map { store.log.instant($0) }
        == [at("2026-10-01"), at("2026-10-05"), at("2026-10-09")])
  }

  @Test(arguments: [
    [1, 2, 3, 4], [4, 3, 2, 1], [2, 4, 1, 3], [3, 3, 1, 3], [2, 1, 2, 1], [1, 4, 4, 2],
  ])
  func `the log of each subject is in the order of time, then of telling`(days: [Int]) throws {
    var store = try world()
    let newBen = store.addContact("ben")
    let ben = try #require(newBen)
    for day in days {
      // Somebody else's stand between in the log, and not among hers.
      store.apply(FactEvent(.contactClicked, at: at("2026-10-03"), contact: ben))
      store.apply(FactEvent(.dealOpened, at: at("2026-10-0\(day)"), deal: 0))
    }
    let inOrder = days.indices.sorted { (days[$0], $0) < (days[$1], $1) }.map { 2 * $0 + 1 }
    for subject in [EventSubject.contact(0), .account(0), .deal(0)] {
      #expect(store.log.entries(of: subject) == inOrder)
    }
    #expect(store.log.entries(of: .contact(ben)) == [0, 2, 4, 6])
    #expect(store.log.account(1) == 0 && store.log.deal(1) == 0 && store.log.deal(0) == nil)
  }

  @Test func `a deal stands as its latest event says`() throws {
    var store = try world()
    #expect(store.stage(of: 0) == .open)
    #expect(store.hasOpenDeal(0))
    store.expectEvents(ofDeal: 0)
    #expect(store.stage(of: 0) == nil)
    #expect(!store.hasOpenDeal(0))
    store.apply(FactEvent(.dealOpened, at: at("2026-01-01"), deal: 0))
    #expect(store.hasOpenDeal(0))
    store.apply(FactEvent(.dealLost, at: at("2026-02-01"), deal: 0))
    #expect(store.stage(of: 0) == .lost)
    #expect(!store.hasOpenDeal(0))
    #expect(store.lostAt(0) == at("2026-02-01"))
    store.apply(FactEvent(.dealOpened, at: at("2026-03-01"), deal: 0))
    store.apply(FactEvent(.dealWon, at: at("2026-04-01"), deal: 0))
    #expect(store.won(0, since: at("2026-03-31")))
    #expect(!store.won(0, since: at("2026-04-01")))
    #expect(store.openedAt(0) == at("2026-03-01"))
    #expect(store.stage(of: 0, at: at("2025-12-31")) == nil)
    #expect(store.stage(of: 0, at: at("2026-02-15")) == .lost)
    #expect(store.stage(of: 0, at: at("2026-03-01")) == .open)
    #expect(store.lastActivity(of: 0) == at("2026-04-01"))
  }

  @Test func `a deal without dated events has its row's stage always`() throws {
    var store = try world()
    let newDeal = store.addDeal("d2", account: 0, stage: .won)
    let deal = try #require(newDeal)
    #expect(store.stage(of: deal) == .won)
    #expect(store.stage(of: deal, at: at("1999-01-01")) == .won)
    #expect(store.wonAt(deal) == nil)
    #expect(Array(store.deals(ofAccount: 0)) == [0, 1])
  }

  @Test(arguments: [
    (HistoryMember.lastSentAt, BuiltInEvent.stepSent), (.lastStartedAt, .stepSent),
    (.lastReplyAt, .contactReplied), (.lastInboundAt, .contactReplied),
    (.optedOutAt, .contactOptedOut),
  ])
  func `a history given as a fact acts like an event of the past`(
    member: HistoryMember, event: BuiltInEvent
  ) throws {
    var store = try world()
    let then = at("2026-09-20")
    let given = try #require(FactStore.event(given: member, contact: 0, at: then))
    store.apply(given)
    #expect(given.isGiven)
    #expect(store.last(event.rawValue, of: .contact(0)) == then)
    #expect((store.lastSent(to: 0) == then) == (event == .stepSent))
    #expect((store.lastStarted(of: 0) == then) == (member == .lastStartedAt))
    #expect((store.optedOut(0) == then) == (member == .optedOutAt))
    #expect((store.suppression(of: 0, channel: nil) != nil) == (member == .optedOutAt))
  }

  @Test func `only what a person does makes it active`() throws {
    var store = try world()
    let now = at("2026-10-31")
    for event in [BuiltInEvent.stepSent, .contactAutoReplied, .contactBounced, .contactCreated] {
      store.apply(FactEvent(event, at: at("2026-10-30"), contact: 0))
    }
    #expect(!store.isActive(0, within: .seconds(30 * 86_400), now: now))
    store.apply(FactEvent(.contactClicked, at: at("2026-10-01"), contact: 0))
    #expect(!store.isActive(0, within: .seconds(30 * 86_400), now: now))
    #expect(store.isActive(0, within: .seconds(30 * 86_400 + 1), now: now))
  }

  @Test func `inbound messages are kept apart by channel`() throws {
    var store = try world()
    let email = store.channel("email")
    let chat = store.channel("whatsapp")
    let slot = try #require(store.schema.event("contact.replied")?.attribute("channel")?.slot)
    var attributes = [Cell](repeating: .absent, count: 3)
    attributes[slot] = Cell(.string("whatsapp"), strings: &store.strings)
    store.apply(
      FactEvent(.contactReplied, at: at("2026-10-02"), contact: 0, attributes: attributes))
    store.apply(FactEvent(.contactReplied, at: at("2026-10-01"), contact: 0, channel: email))
    #expect(store.lastInbound(of: 0, channel: chat) == at("2026-10-02"))
    #expect(store.lastInbound(of: 0, channel: email) == at("2026-10-01"))
    #expect(store.lastInbound(of: 0) == at("2026-10-02"))
  }

  @Test func `events that aren't kept still move what guards ask most`() throws {
    var store = try world()
    store.keepInLog(only: [BuiltInEvent.contactReplied.rawValue])
    let entry = store.apply(FactEvent(.stepSent, at: at("2026-10-01"), contact: 0))
    #expect(entry == nil)
    #expect(store.log.count == 0)
    #expect(store.lastSent(to: 0) == at("2026-10-01"))
  }

  @Test func `an event of a deal or account enrols the contact that stands for it`() throws {
    var store = try world()
    let newBob = store.addContact("bob")
    let bob = try #require(newBob)
    let newOther = store.addDeal("d2", account: 0)
    let other = try #require(newOther)
    #expect(store.contactToEnrol(deal: 0, account: nil) == 0)
    #expect(store.contactToEnrol(deal: other, account: nil) == 0)
    store.setAccount(0, ofContact: bob)
    #expect(store.contactToEnrol(deal: other, account: nil) == nil)
    store.setMainContact(bob, ofAccount: 0)
    #expect(store.contactToEnrol(deal: other, account: nil) == bob)
    store.setAccount(nil, ofContact: 0)
    #expect(Array(store.contacts(ofAccount: 0)) == [Int32(bob)])
  }

  @Test(arguments: seeds(40))
  func `running values equal a search through all events`(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    var store = try world()
    for row in 1..<4 {
      _ = store.addContact(ContactID("c\(row)"))
      _ = store.addDeal(DealID("x\(row)"), account: 0)
    }
    var told: [(event: BuiltInEvent, at: Instant, contact: Int?, deal: Int?)] = []
    let kinds: [BuiltInEvent] = [.contactReplied, .stepSent, .dealOpened, .dealWon, .dealLost]
    for _ in 0..<60 {
      let kind = kinds[numbers.below(kinds.count)]
      let instant = Instant(seconds: Int64(numbers.below(1_000)))
      let isDeal = kind.dealStage != nil
      let contact = isDeal ? nil : numbers.below(4)
      let deal = isDeal ? numbers.below(4) : nil
      told.append((kind, instant, contact, deal))
      store.apply(FactEvent(kind, at: instant, contact: contact, deal: deal))
    }
    for row in 0..<4 {
      let replies = told.filter { $0.event == .contactReplied && $0.contact == row }
      #expect(store.lastReply(of: row) == replies.map(\.at).max(), "PARLEY_SEED=\(seed)")
      let since = Instant(seconds: 300)
      let now = Instant(seconds: 700)
      #expect(
        store.count(BuiltInEvent.contactReplied.rawValue, of: .contact(row), since: since, now: now)
          == replies.filter { $0.at > since && $0.at <= now }.count, "PARLEY_SEED=\(seed)")
      var stage = DealStage.open
      var latest: Instant?
      for one in told where one.deal == row && (latest.map { one.at >= $0 } ?? true) {
        stage = one.event.dealStage ?? stage
        latest = one.at
      }
      #expect(store.stage(of: row) == stage, "PARLEY_SEED=\(seed)")
    }
    let open = (0..<4).filter { store.stage(of: $0) == .open }
    #expect(store.hasOpenDeal(0) == !open.isEmpty, "PARLEY_SEED=\(seed)")
  }
}
