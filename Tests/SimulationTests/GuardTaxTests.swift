// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine
@testable import Simulation

/// The definitions of docs/report.md, one by one.
struct GuardTaxTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    /// What was decided about one message.
    var story: [MadeDecision]
    /// Whether its enrolment still is at the step when the run ends.
    var isOpen = false
    /// What `hours` cost, `nil` for nothing.
    var tax: Expected?

    struct Expected: Equatable {
      var alone: Int
      var fate: MessageFate
      var delayHours: Int64?
    }
  }

  @Test(arguments: [
    Case(
      testDescription: "a message that goes out at once costs nothing", story: [.init(0, .send)],
      tax: nil),
    Case(
      testDescription: "sent later, counted from when the guard first stood in the way",
      story: [
        .init(1, .wait, "hours", blockers: ["hours"]),
        .init(3, .wait, "hours", blockers: ["hours"]), .init(9, .send),
      ], tax: .init(alone: 1, fate: .sent, delayHours: 8)),
    Case(
      testDescription: "with others whenever it stood there",
      story: [
        .init(1, .wait, "hours", blockers: ["hours", "cap"]),
        .init(2, .wait, "cap", blockers: ["cap"]), .init(4, .send),
      ], tax: .init(alone: 0, fate: .sent, delayHours: 3)),
    Case(
      testDescription: "alone if it stood there alone once",
      story: [
        .init(1, .wait, "cap", blockers: ["cap", "hours"]),
        .init(2, .wait, "hours", blockers: ["hours"]), .init(4, .send),
      ], tax: .init(alone: 1, fate: .sent, delayHours: 3)),
    Case(
      testDescription: "counted although another guard was reported",
      story: [.init(1, .skip, "consent", blockers: ["consent", "hours"])],
      tax: .init(alone: 0, fate: .dropped, delayHours: nil)),
    Case(
      testDescription: "expired by the step's own time",
      story: [.init(1, .wait, "hours", blockers: ["hours"]), .init(5, .skip, "late")],
      tax: .init(alone: 1, fate: .expired, delayHours: nil)),
    Case(
      testDescription: "expired by the enrolment's deadline",
      story: [.init(1, .wait, "hours", blockers: ["hours"]), .init(5, .skip, "expired")],
      tax: .init(alone: 1, fate: .expired, delayHours: nil)),
    Case(
      testDescription: "dropped by another guard",
      story: [
        .init(1, .wait, "hours", blockers: ["hours"]),
        .init(5, .stop, "suppression", blockers: ["suppression"]),
      ], tax: .init(alone: 1, fate: .dropped, delayHours: nil)),
    Case(
      testDescription: "overtaken by an exit that no decision tells of",
      story: [.init(1, .wait, "hours", blockers: ["hours"])],
      tax: .init(alone: 1, fate: .overtaken, delayHours: nil)),
    Case(
      testDescription: "overtaken by a reply",
      story: [.init(1, .wait, "hours", blockers: ["hours"]), .init(2, .skip, "replied")],
      tax: .init(alone: 1, fate: .overtaken, delayHours: nil)),
    Case(
      testDescription: "still waiting at the end",
      story: [.init(1, .wait, "hours", blockers: ["hours"])], isOpen: true,
      tax: .init(alone: 1, fate: .waiting, delayHours: nil)),
    Case(
      testDescription: "a question to people is in the way as any guard",
      story: [.init(1, .hold, "hours", blockers: ["hours"]), .init(7, .send)],
      tax: .init(alone: 1, fate: .sent, delayHours: 6)),
  ])
  func `a guard's tax is counted as the page says`(_ c: Case) throws {
    let made = try Made()
    var tally = MessageTally()
    for decision in c.story { tally.note(try made.decision(decision), chain: 0, subject: 0) }
    let taxes = tally.taxes { _, _, _ in c.isOpen }
    let tax = taxes.first { $0.id == "hours" }
    #expect((tax == nil) == (c.tax == nil))
    if let tax, let expected = c.tax {
      #expect(tax.messages == 1)
      #expect(tax.alone == expected.alone)
      #expect(tax.withOthers == 1 - expected.alone)
      #expect(tax[expected.fate] == 1)
      #expect(tax.medianDelay == expected.delayHours.map { .seconds($0 * 3_600) })
    }
    for tax in taxes { #expect(tax.fates.reduce(0, +) == tax.messages) }
  }

  @Test func `what waits for an answer runs out first comes first`() throws {
    let made = try Made()
    var tally = MessageTally()
    for (enrolment, until) in [(0, 9), (1, 5), (2, 7)] {
      let hold = MadeDecision(enrolment, .hold, "approval", blockers: ["approval"])
      tally.note(
        try made.decision(hold, enrolment: enrolment, untilHour: until), chain: 0,
        subject: Int32(enrolment))
    }
    // The third was answered and its enrolment went on.
    let held = tally.held { enrolment, _, _ in enrolment != 2 }
    #expect(held.map(\.subject) == [1, 0])
    #expect(held.map { $0.until - made.from.seconds } == [5 * 3_600, 9 * 3_600])
  }

  @Test func `above its limit a table keeps every second person, each whole`() throws {
    let made = try Made()
    var table = DecisionTable(limit: 100)
    for person in 0..<60 {
      for hour in 0..<3 {
        let wait = MadeDecision(hour, .wait, "hours", blockers: ["hours"])
        let decision = try made.decision(wait, enrolment: person, contact: "c-\(person)")
        let subject = table.subject(of: decision)
        table.add(decision, chain: 0, subject: subject)
      }
    }
    #expect(table.keptBits == 1)
    #expect(table.rows.count <= 100)
    let perPerson = Dictionary(grouping: table.rows, by: \.subject).mapValues(\.count)
    #expect(perPerson.count > 15)
    #expect(perPerson.values.allSatisfy { $0 == 3 })
  }

  @Test func `twenty-five bytes a decision carry the way of many people`() throws {
    let made = try Made()
    var record = RunRecord(
      bundle: made.bundle, from: made.from, to: made.from + .seconds(90 * 86_400))
    let count = 12_000
    for number in 0..<count {
      // Every sixth goes out; the others wait for hours, or until somebody else wrote long enough ago.
      let hour = number * 2_100 / count
      let story =
        number % 6 == 0
        ? MadeDecision(hour, .send)
        : MadeDecision(
          hour, .wait, number % 2 == 0 ? "hours" : "cap",
          blockers: number % 2 == 0 ? ["hours"] : ["cap", "hours"])
      let person = number * 7_919 % (count / 3)
      record.note(
        try made.decision(
          story, enrolment: person, untilHour: hour + 1 + number % 40,
          contact: "p-" + Layout.digits(person, 6)), zone: .utc)
    }
    let packed = PackedDecisions(
      record, zone: .utc, from: made.from, to: made.from + .seconds(90 * 86_400), fullLimit: 1_000)
    let bytes = Markup.data(packed.json).text.utf8.count
    #expect(bytes <= 25 * count, "\(Double(bytes) / Double(count)) bytes a decision")
  }
}

/// A bundle of one policy, and decisions about its first step.
private struct Made {
  let bundle: Bundle
  let from = Instant(seconds: 1_788_220_800)  // 2026-09-01T00:00:00Z

  init() throws {
    let result = BundleCompiler.compile(
      .memory(texts: SmallBundle.files(scenario: SmallBundle.scenario)),
      zones: try ZoneDatabase())
    bundle = try #require(result.bundle)
  }

  func decision(
    _ made: MadeDecision, enrolment: Int = 0, untilHour: Int? = nil, contact: String = "c-1"
  ) throws -> Decision {
    let at = from + .seconds(made.hour * 3_600)
    let ids = ["consent", "hours", "cap", "suppression", "approval"]
    var record = ChainTrace.Record(
      ChainText(
        ids.map { id in
          ChainText.Guard(
            id: id, stage: .person, expression: nil, names: ["n"], ownNames: 1,
            place: SourcePlace(file: "policies/winback.yaml", line: 3))
        }))
    for id in ids {
      let blocks = made.blockers.contains(id)
      record.add(0, traced: .int(Int64(made.hour % 17)))
      record.close(
        blocks ? .fail : .pass, isReached: true, blocks: blocks,
        flipsAt: blocks ? from + .seconds((untilHour ?? made.hour + 1) * 3_600) : nil,
        because: nil)
    }
    return Decision(
      at: at,
      about: DecisionWords(
        policy: "winback", step: "letter", channel: "email", bundle: "", pinned: ""),
      DecisionDetails(
        contact: contact, account: "a" + contact.dropFirst(), deal: nil, earliest: nil, missing: [],
        lostTo: nil,
        // What a deadline or a reply decides carries no guards.
        guards: made.blockers.isEmpty && made.verdict != .send ? ChainTrace() : ChainTrace(record)),
      rung: nil, verdict: made.verdict, reason: made.reason,
      until: untilHour.map { from + .seconds($0 * 3_600) }, sender: nil,
      seed: 0, mode: .live, isOutward: true, isStart: false,
      rows: Decision.Rows(
        contact: enrolment, account: nil, deal: nil, policy: 0, step: 0, enrolment: enrolment,
        channel: 0, sender: nil))
  }
}
