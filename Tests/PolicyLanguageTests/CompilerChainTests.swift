// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Guards
import PolicyLanguage
import Testing

@Suite struct CompilerChainTests {
  private static let more = """
    guards:
      - id: known-role
        require: has(contact.role)
        otherwise: skip
        because: "{{contact.id}} has no role"
      - id: hours
        window: {calendar: business, zone: contact}
    ---
    calendar: business
    open: [mon-fri 09:00-18:00]
    ---
    limit: z-contact
    scope: contact
    gap: 14d
    between: starts
    level: soft
    ---
    limit: a-global
    scope: global
    count: 10
    per: {calendar: day}
    ---
    limit: other-channel
    scope: global
    count: 10
    per: {rolling: 1d}
    over: [team]
    ---
    pool: founders
    channel: email
    senders:
      - {id: anna, name: Anna, address: anna@studio.example.com, daily: 10}
    """

  private static let policy = """
    policy: a
    tags: [cold]
    enrol:
      when: account.health > 40
      exclusive: cold
    guards:
      - {use: known-role, otherwise: stop}
      - {id: no-repeat, not_duplicate: {within: 18h}}
    steps:
      - id: hello
        only_if: '!contact.replied_ever'
        guards:
          - {id: healthy, require: account.health > 60}
        send: {channel: email, template: hello}
      - id: tell
        notify: {channel: team, text: "{{account.name}} was written to"}
    exit:
      - {after: 30d, as: over}
    approval: {when: contact.tier == 1, by: account.owner, expires: 48h}
    """

  private func chain(_ step: Int = 0, settings: String = "", channel: String = "") throws
    -> GuardChain
  {
    let common = SmallBundle.common.replacing(
      "consent: [explicit]", with: "consent: [explicit]\n\(channel)")
    let result = try SmallBundle.compile(
      Self.policy,
      [
        "policies/more.yaml": Self.more, "policies/common.yaml": common,
        "policies/parley.yaml": SmallBundle.settings + "\nmandatory: [hours]\n\(settings)",
      ])
    let policy = try #require(result.bundle?.policies.first, "\(result.text)")
    return try #require(policy.steps[step].chains.first)
  }

  @Test func `a step's chain goes from system to approval`() throws {
    let links = try chain().links
    #expect(
      links.map { "\($0.stage) \($0.id) \($0.outcome) \($0.level)" } == [
        "system kill_switch wait hard", "system mode wait hard", "system safe_list skip hard",
        "person suppression stop hard", "person consent skip hard", "person address skip hard",
        "person hours wait hard", "policy exclusive wait hard", "policy exit stop hard",
        "policy audience stop hard", "policy known-role stop hard", "step only_if skip hard",
        "step late skip hard", "step healthy skip hard", "limits z-contact wait soft",
        "limits a-global wait hard", "sender sender wait hard", "content template hold hard",
        "content no-repeat skip hard", "approval approval hold hard",
      ])
    let used = try #require(links.first { $0.id == "known-role" })
    #expect(used.origin == "guards, used by policy a")
    #expect(used.place == SourcePlace(file: "policies/more.yaml", line: 2))
  }

  @Test func `what writes to no contact passes system, policy and step alone`() throws {
    let stages = try Set(chain(1).links.map(\.stage))
    #expect(stages == [.system, .policy, .step])
  }

  @Test func `the hours of a channel are quiet hours before the mandatory guards`() throws {
    let ids = try chain(channel: "hours: business").links.filter { $0.stage == .person }.map(\.id)
    #expect(ids == ["suppression", "consent", "address", "quiet_hours", "hours"])
  }

  @Test func `approvals join: always wins, the shortest time, two people if any asks`() throws {
    let links = try chain(
      settings: "approval: {expires: 24h, four_eyes: true}", channel: "approval: always"
    ).links
    guard case .approval(let guarded)? = links.last?.kind else {
      Issue.record("expected an approval")
      return
    }
    #expect(guarded.rule.when == nil)
    #expect(guarded.rule.expires == .seconds(24 * 3_600))
    #expect(guarded.rule.fourEyes)
    #expect(guarded.rule.approver?.text == "account.owner")
    #expect(links.last?.origin == "settings, channel email, policy a")
  }

  struct Use: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var use: String
    var codes: [DiagnosticCode]
  }

  @Test(arguments: [
    Use(testDescription: "stricter", use: "otherwise: stop", codes: []),
    Use(testDescription: "milder", use: "otherwise: wait", codes: [.loosens]),
    Use(testDescription: "a hold can be granted", use: "otherwise: hold", codes: [.loosens]),
    Use(testDescription: "the level is the user's", use: "level: observe", codes: []),
  ])
  func `a library guard may only be tightened`(_ c: Use) throws {
    let result = try SmallBundle.compile(
      Self.policy.replacing("otherwise: stop", with: c.use),
      [
        "policies/more.yaml": Self.more,
        "policies/parley.yaml": SmallBundle.settings
          + "\nmandatory: [hours]",
      ])
    #expect(result.diagnostics.map(\.code) == c.codes, "\(result.text)")
  }

  @Test func `the order of documents and files changes nothing`() throws {
    func links(_ files: [String: String]) throws -> [String] {
      let result = try SmallBundle.compile(Self.policy, files)
      let policy = try #require(result.bundle?.policies.first, "\(result.text)")
      return policy.steps.flatMap(\.chains).flatMap(\.links).map { "\($0.stage) \($0.id)" }
    }
    let parts = Self.more.components(separatedBy: "\n---\n")
    let turned = parts.reversed().joined(separator: "\n---\n")
    let settings = ["policies/parley.yaml": SmallBundle.settings + "\nmandatory: [hours]"]
    let here = try links(settings.merging(["policies/more.yaml": Self.more]) { a, _ in a })
    let there = try links(settings.merging(["policies/0.yaml": turned]) { a, _ in a })
    #expect(here == there)
  }
}
