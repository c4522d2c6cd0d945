// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage
import Testing

@testable import Simulation

/// What people do when they are written to: six reactions, and what each may depend on.
///
/// A run gives the messages; the reactions to them are then drawn apart, so that an answer doesn't
/// change what is sent.
struct BehaviourTests {
  /// One reaction to one message.
  struct Reaction {
    var message: Decision
    /// The hour of the person's day in which the message was sent.
    var hour: Int
    /// Which message to the person it was, from 1.
    var number: Int
    var event: FactEvent
    /// Seconds after the message.
    var delay: Int64
  }

  /// The messages of a run, and how people react to them.
  struct Drawn {
    var messages: [(message: Decision, hour: Int, number: Int)] = []
    var reactions: [Reaction] = []
    var store: FactStore
    var bundle: Bundle
  }

  private static let channels = """
    ---
    channel: sms
    plugin: file
    consent: [explicit]

    """

  private static let text = """
    ---
    template: text
    channel: sms
    language: en
    ---
    Hello {{contact.first_name}}, shall we? STOP ends it.

    """

  private static let policy = """
    policy: winback
    enrol: {on: deal.lost, per: deal, after: 1h..20h, again: {after: 1h}}
    exit:
      - {after: 20d, as: over}
    steps:
      - id: letter
        send: {channel: email, template: letter}
      - id: text
        after: 5d
        send: {channel: sms, template: text}
      - id: again
        after: 5d
        send: {channel: email, template: letter}

    """

  static func drawn(_ behaviour: String, seed: Int64 = 7) throws -> Drawn {
    let scenario = """
      scenario: small
      from: 2026-09-01
      to: 2026-11-30
      people:
        generate: {count: 60, contact: {language: en, country: PT, consent: {email: explicit, sms: explicit}}, account: {health: 70}}
      events:
        - {event: deal.lost, rate: 6/day, until: 2026-09-30, deal: {package: Audit}}
      behaviour: {\(behaviour)}

      """
    var files = SmallBundle.files(scenario: scenario, policy: policy)
    files["policies/channels.yaml", default: ""] += channels
    files["templates/text.en.md"] = text
    let zones = try ZoneDatabase()
    let result = BundleCompiler.compile(.memory(texts: files), zones: zones)
    let problems = result.diagnostics.filter { $0.severity == .error }.map { "\($0)" }
    let bundle = try #require(result.bundle, "\(problems.joined(separator: "\n"))")
    var scenarios = bundle.scenarios
    let behaves = scenarios[0].behaviour
    scenarios[0].behaviour.reply = nil
    scenarios[0].behaviour.bounce = nil
    scenarios[0].behaviour.optOut = nil
    scenarios[0].behaviour.click = nil
    scenarios[0].behaviour.meeting = nil
    scenarios[0].behaviour.dealOpened = nil
    let world = try World.make(
      scenarios[0], bundle: bundle, seed: seed, zones: zones, folder: { $0.folder })
    var simulator = try Simulator(
      bundle: bundle, scenario: scenarios[0], world: world, seed: seed, zones: zones)
    var sends: [Decision] = []
    _ = try simulator.run(observe: {
      if $0.verdict == .send && $0.isOutward { sends.append($0) }
    })
    var drawn = Drawn(store: simulator.engine.facts, bundle: bundle)
    var reactions = try Reactions(behaves, bundle: bundle, seed: seed)
    var counts: [Int: Int] = [:]
    var deals = 0
    let zone = try #require(zones.zone(named: "Europe/Lisbon"))
    for send in sends {
      let hour = zone.civil(at: send.at).time.hour
      let number = counts[send.rows.contact, default: 0] + 1
      counts[send.rows.contact] = number
      drawn.messages.append((send, hour, number))
      var queue = PendingEvents()
      reactions.react(
        to: send, hour: hour, store: &drawn.store, dealCount: &deals, until: .max, into: &queue)
      while let (at, pending) = queue.take(notAfter: .max) {
        guard case .event(let event) = pending else { continue }
        drawn.reactions.append(
          Reaction(
            message: send, hour: hour, number: number, event: event,
            delay: at - send.at.seconds))
      }
    }
    return drawn
  }

  static let kinds: [(name: String, event: BuiltInEvent)] = [
    ("reply", .contactReplied), ("bounce", .contactBounced), ("opt_out", .contactOptedOut),
    ("click", .contactClicked), ("meeting", .meetingBooked), ("deal_opened", .dealOpened),
  ]

  @Test(arguments: kinds)
  func `each reaction comes as often and as late as it says`(
    name: String, event: BuiltInEvent
  ) throws {
    let drawn = try Self.drawn(#"\#(name): {chance: 40%, after: "lognormal(10h, 0.5)"}"#)
    let messages = Double(drawn.messages.count)
    #expect(messages > 300)
    #expect(drawn.reactions.allSatisfy { $0.event.code == event.rawValue })
    // Four standard deviations of a share, and of a median.
    let share = Double(drawn.reactions.count) / messages
    #expect(abs(share - 0.4) < 4 * (0.4 * 0.6 / messages).squareRoot(), "\(share)")
    let delays = drawn.reactions.map { Double($0.delay) }.sorted()
    #expect((8.0...12.5).contains(delays[delays.count / 2] / 3_600), "\(delays[delays.count / 2])")
    #expect(delays.allSatisfy { $0 >= 1 })
    #expect(
      drawn.reactions.allSatisfy {
        $0.event.contact == $0.message.rows.contact && $0.event.account == $0.message.rows.account
      })
  }

  enum Dependency: String, CaseIterable, CustomTestStringConvertible {
    case channel = "{channel: sms, chance: 100%, after: 90m}"
    case template = "{template: text, chance: 100%, after: 90m}"
    case hour = "{hour: 8..15, chance: 100%, after: 90m}"
    case howOften = "{from_message: 3, chance: 100%, after: 90m}"

    var testDescription: String { rawValue }

    func fits(_ message: Decision, hour: Int, number: Int) -> Bool {
      switch self {
      case .channel: message.channel == "sms"
      case .template: message.step == "text"
      case .hour: (8...15).contains(hour)
      case .howOften: number >= 3
      }
    }
  }

  @Test(arguments: kinds.map(\.name), Dependency.allCases)
  func `each reaction depends on channel, text, hour and how often somebody was written to`(
    name: String, dependency: Dependency
  ) throws {
    let drawn = try Self.drawn("\(name): {chance: 0%, after: 2d, where: [\(dependency.rawValue)]}")
    let fitting = drawn.messages.filter {
      dependency.fits($0.message, hour: $0.hour, number: $0.number)
    }
    #expect(!fitting.isEmpty && fitting.count < drawn.messages.count)
    #expect(drawn.reactions.count == fitting.count)
    #expect(
      drawn.reactions.allSatisfy {
        dependency.fits($0.message, hour: $0.hour, number: $0.number) && $0.delay == 5_400
      })
  }

  @Test func `a factor makes a reaction as much likelier`() throws {
    let drawn = try Self.drawn(
      "click: {chance: 20%, after: 1h, where: [{channel: sms, times: 3}]}")
    func share(_ channel: String) -> Double {
      let all = drawn.messages.count { $0.message.channel == channel }
      return Double(drawn.reactions.count { $0.message.channel == channel }) / Double(all)
    }
    #expect((0.12...0.28).contains(share("email")), "\(share("email"))")
    #expect((0.45...0.75).contains(share("sms")), "\(share("sms"))")
  }

  @Test func `a reply has a class and a text, by their shares, and the channel it came over`()
    throws
  {
    let drawn = try Self.drawn(
      "reply: {chance: 100%, after: 1h, class: {positive: 70%, negative: 30%}, text: \"Yes, please\"}"
    )
    let schema = drawn.bundle.schema.events[Int(BuiltInEvent.contactReplied.rawValue)]
    func text(_ reaction: Reaction, _ name: String) throws -> String {
      let slot = try #require(schema.attribute(name)).slot
      return drawn.store.strings[reaction.event.attributes[slot].word]
    }
    let classes = try drawn.reactions.map { try text($0, "class") }
    let share = Double(classes.count { $0 == "positive" }) / Double(classes.count)
    #expect((0.58...0.82).contains(share), "\(share)")
    #expect(Set(classes) == ["positive", "negative"])
    for reaction in drawn.reactions {
      #expect(try text(reaction, "text") == "Yes, please")
      #expect(try text(reaction, "channel") == reaction.message.channel)
    }
  }

  @Test func `a bounce is hard or soft, a click names its step`() throws {
    let drawn = try Self.drawn(
      "bounce: {chance: 100%, after: 1m, kind: {hard: 50%, soft: 50%}}, click: {chance: 100%, after: 1h}"
    )
    func words(_ event: BuiltInEvent, _ name: String) throws -> [(String, Reaction)] {
      let slot = try #require(
        drawn.bundle.schema.events[Int(event.rawValue)].attribute(name)
      ).slot
      return drawn.reactions.filter { $0.event.code == event.rawValue }
        .map { (drawn.store.strings[$0.event.attributes[slot].word], $0) }
    }
    #expect(Set(try words(.contactBounced, "kind").map(\.0)) == ["hard", "soft"])
    let clicks = try words(.contactClicked, "step")
    #expect(clicks.count == drawn.messages.count)
    #expect(clicks.allSatisfy { $0.0 == $0.1.message.step })
  }

  @Test func `the deal that a message is about is opened again`() throws {
    let drawn = try Self.drawn("deal_opened: {chance: 100%, after: 1d}")
    #expect(drawn.reactions.count == drawn.messages.count)
    for reaction in drawn.reactions { #expect(reaction.event.deal == reaction.message.rows.deal) }
  }

  @Test func `a meeting that is booked is a goal, a reopened deal an exit`() throws {
    let policy = SmallBundle.winback.replacing(
      "exit:",
      with: "goal: {event: meeting.booked, within: 30d}\nexit:\n  - {on: deal.opened, as: reopened}"
    )
    func run(_ behaviour: String) throws -> SimulationReport {
      let scenario =
        SmallBundle.scenario.components("behaviour:")[0] + "behaviour: {\(behaviour)}\n"
      return try TestRun(SmallBundle.files(scenario: scenario, policy: policy)).report
    }
    let met = try run("meeting: {chance: 100%, after: 1d}")
    let goal = met.funnels.first?.stages.first { $0.name.hasPrefix("goal") }
    #expect(try #require(goal).count > 0)
    let reopened = try run("deal_opened: {chance: 100%, after: 1d}")
    #expect(try #require(reopened.endings.first { $0.name == "reopened" }).count > 0)
  }
}

extension String {
  /// The parts between separators.
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
