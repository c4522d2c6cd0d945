// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Facts
import Guards
import PolicyLanguage

/// How simulated people, mail servers and approvers react to what is sent and asked.
///
/// Each reaction is drawn by (seed, enrolment, step, rung): whether, when, and with which
/// attributes. It comes at least a second after what it reacts to. How likely and how late may
/// differ by channel, text, hour, and by how often the person was written to in the run.
struct Reactions: Sendable {
  /// One kind of reaction, its names made once.
  private struct Reaction: Sendable {
    var event: BuiltInEvent
    var chance: Double
    var after: Sampler
    var attributes: [DrawnField]
    var attributeCount: Int
    var channelSlot: Int?
    var stepSlot: Int?
    var chancePurpose: String
    var afterPurpose: String
    var circumstances: [Circumstance]

    /// How likely it is after a message.
    func chance(of message: borrowing Message) -> Double {
      var chance = chance
      for index in circumstances.indices where circumstances[index].fits(message) {
        chance = (circumstances[index].chance ?? chance) * circumstances[index].factor
      }
      return chance
    }

    /// How long after a message it comes.
    func after(_ message: borrowing Message) -> Sampler {
      for index in circumstances.indices.reversed()
      where circumstances[index].after != nil && circumstances[index].fits(message) {
        if let after = circumstances[index].after { return after }
      }
      return after
    }

    /// What is known about it: what it answers, and what is drawn.
    mutating func cells(
      _ send: Decision, _ turn: Turn, seed: Int64, _ store: inout FactStore
    ) -> [Cell] {
      guard attributeCount > 0 else { return [] }
      var cells = [Cell](repeating: .absent, count: attributeCount)
      if let slot = channelSlot, let channel = send.channel {
        cells[slot] = Cell(word: store.strings.intern(channel))
      }
      if let slot = stepSlot { cells[slot] = Cell(word: store.strings.intern(send.step)) }
      for place in attributes.indices {
        let slot = attributes[place].field.slot
        let draw = turn.draw(attributes[place].purpose, seed: seed)
        switch attributes[place].made(draw, strings: &store.strings) {
        case .cell(let cell): if cell.state == .known { cells[slot] = cell }
        case .list: cells[slot] = Cell()
        }
      }
      return cells
    }
  }

  /// What a reaction may depend on.
  private struct Message {
    var channel: String?
    var template: String?
    /// Of the person's day.
    var hour: Int
    /// 1 for the first message to the person.
    var number: Int
  }

  /// What reactions are drawn by.
  private struct Turn {
    var enrolment: EnrolmentID
    var step: String
    var rung: Int
    /// Of a question: when it was asked.
    var askedAt: String?
    /// The how-manieth person answers, from the second on.
    var person: Int?

    func draw(_ purpose: String, seed: Int64) -> Draw {
      Draw(
        seed: seed, purpose: purpose, .hexadecimal(enrolment.words.high, enrolment.words.low),
        .text(step), .number(rung), askedAt.map { .text($0) }, person.map { .number($0) })
    }
  }

  private struct Circumstance: Sendable {
    var channels: [String]
    var templates: [String]
    var hours: ClosedRange<Int>?
    var fromMessage: Int
    var chance: Double?
    var factor: Double
    var after: Sampler?

    func fits(_ message: Message) -> Bool {
      guard message.number >= fromMessage else { return false }
      if let hours, !hours.contains(message.hour) { return false }
      if !channels.isEmpty {
        guard let channel = message.channel, channels.contains(channel) else { return false }
      }
      guard !templates.isEmpty else { return true }
      return message.template.map(templates.contains) ?? false
    }
  }

  private let bundle: Bundle
  private let seed: Int64
  private var reactions: [Reaction] = []
  private var approval: Reaction?
  /// How often each person was written to, by row.
  private var messages: [Int32] = []
  /// Whether the hour of the person's day is asked for.
  private(set) var readsHours = false

  init(_ behaviour: Behaviour, bundle: Bundle, seed: Int64) throws(WorldError) {
    self.bundle = bundle
    self.seed = seed
    let kinds: [(BuiltInEvent, String, Behaviour.Reaction?)] = [
      (.contactReplied, "reply", behaviour.reply), (.contactBounced, "bounce", behaviour.bounce),
      (.contactOptedOut, "opt_out", behaviour.optOut), (.contactClicked, "click", behaviour.click),
      (.meetingBooked, "meeting", behaviour.meeting),
      (.dealOpened, "deal_opened", behaviour.dealOpened),
    ]
    for (event, name, reaction) in kinds {
      guard let reaction else { continue }
      reactions.append(try Self.read(reaction, event, name, bundle))
    }
    if let reaction = behaviour.approve {
      approval = try Self.read(reaction, .approvalGranted, "approve", bundle)
    }
    readsHours = (reactions + [approval].compactMap { $0 }).contains { reaction in
      reaction.circumstances.contains { $0.hours != nil }
    }
  }

  /// Queues what a send brings about before the world ends.
  ///
  /// - Parameter hour: Of the person's day, where `readsHours`.
  mutating func react(
    to send: Decision, hour: Int, store: inout FactStore, dealCount: inout Int,
    until end: Int64, into queue: inout PendingEvents
  ) {
    guard !reactions.isEmpty, let enrolment = send.enrolment else { return }
    let person = send.rows.contact
    if person >= messages.count {
      messages += [Int32](repeating: 0, count: person + 1 - messages.count)
    }
    messages[person] += 1
    let message = Self.message(send, bundle, hour: hour, number: Int(messages[person]))
    let turn = Turn(enrolment: enrolment, step: send.step, rung: send.rung ?? 0)
    // By position: a copy of a reaction counts a dozen references.
    for place in reactions.indices {
      let chance = reactions[place].chance(of: message)
      guard turn.draw(reactions[place].chancePurpose, seed: seed).chance(chance) else { continue }
      let delay = turn.draw(reactions[place].afterPurpose, seed: seed)
      let at = send.at.seconds + max(1, reactions[place].after(message).seconds(delay))
      guard at < end else { continue }
      var event = FactEvent(
        reactions[place].event, at: Instant(seconds: at), contact: send.rows.contact,
        account: send.rows.account)
      if reactions[place].event == .dealOpened {
        // A deal that the message was about comes back; else a new one comes to be.
        event.deal = send.rows.deal ?? Self.newDeal(send, &store, &dealCount)
      }
      if let channel = send.channel { event.channel = store.channel(ChannelID(channel)) }
      event.attributes = reactions[place].cells(send, turn, seed: seed, &store)
      queue.add(.event(event), at: at)
    }
  }

  /// Queues the answer to a hold, if somebody answers.
  ///
  /// With `chance` it is granted, else refused; without `approve` nobody answers. Where two people
  /// must agree, the second answers once the first has, unless that was a refusal.
  func answer(
    _ hold: Decision, hour: Int, until end: Int64, into queue: inout PendingEvents
  ) {
    guard let approval, let enrolment = hold.enrolment, let row = hold.rows.enrolment else {
      return
    }
    var turn = Turn(
      enrolment: enrolment, step: hold.step, rung: hold.rung ?? 0, askedAt: hold.at.description)
    let people = needsFourEyes(hold) ? 2 : 1
    let sent = messages.indices.contains(hold.rows.contact) ? messages[hold.rows.contact] : 0
    let message = Self.message(hold, bundle, hour: hour, number: Int(sent) + 1)
    let (chance, after) = (approval.chance(of: message), approval.after(message))
    var at = hold.at.seconds
    for person in 1...people {
      if person > 1 { turn.person = person }
      let granted = turn.draw(approval.chancePurpose, seed: seed).chance(chance)
      let delay = turn.draw(approval.afterPurpose, seed: seed)
      at = max(at, hold.at.seconds + max(1, after.seconds(delay)))
      guard at < end else { return }
      queue.add(
        .answer(
          enrolment: row, step: hold.rows.step, granted: granted, person: "approver-\(person)",
          settles: !granted || person == people), at: at)
      guard granted else { return }
    }
  }

  private static func message(
    _ decision: Decision, _ bundle: borrowing Bundle, hour: Int, number: Int
  ) -> Message {
    var template: String?
    let steps = bundle.policies[decision.rows.policy].steps
    if steps.indices.contains(decision.rows.step) {
      switch steps[decision.rows.step].action {
      case .send(let send): template = send.template
      case .escalate(let rungs):
        if let rung = decision.rung, rungs.indices.contains(rung) {
          template = rungs[rung].send.template
        }
      case .notify, .task, .set, .waitFor, .branch, .call: break
      }
    }
    return Message(channel: decision.channel, template: template, hour: hour, number: number)
  }

  private func needsFourEyes(_ hold: Decision) -> Bool {
    let chains = bundle.policies[hold.rows.policy].steps[hold.rows.step].chains
    guard let chain = chains.dropFirst(hold.rung ?? 0).first else { return false }
    return chain.links.contains { link in
      if case .approval(let asked) = link.kind { asked.rule.fourEyes } else { false }
    }
  }

  private static func newDeal(
    _ send: Decision, _ store: inout FactStore, _ count: inout Int
  ) -> Int? {
    var row: Int?
    while row == nil {
      count += 1
      row = store.addDeal(
        DealID("new-\(Layout.digits(count, 4))"), account: send.rows.account,
        contact: send.rows.contact)
    }
    if let row { store.expectEvents(ofDeal: row) }
    return row
  }

  private static func read(
    _ reaction: Behaviour.Reaction, _ event: BuiltInEvent, _ name: String, _ bundle: Bundle
  ) throws(WorldError) -> Reaction {
    let declared = bundle.schema.events[Int(event.rawValue)]
    let delay = FactField(name: "after", type: .duration)
    var attributes: [DrawnField] = []
    for attribute in reaction.attributes {
      guard let field = declared.attribute(attribute.name) else {
        throw .name(kind: "attribute of \(declared.name)", name: attribute.name)
      }
      attributes.append(
        DrawnField(
          field, purpose: "behaviour.\(name).\(field.name)",
          try Sampler(attribute.value, for: field, zone: bundle.settings.zone)))
    }
    var circumstances: [Circumstance] = []
    for written in reaction.circumstances {
      var after: Sampler?
      if let changed = written.after {
        after = try Sampler(changed, for: delay, zone: bundle.settings.zone)
      }
      circumstances.append(
        Circumstance(
          channels: written.channels, templates: written.templates, hours: written.hours,
          fromMessage: written.fromMessage, chance: written.chance, factor: written.factor,
          after: after))
    }
    return Reaction(
      event: event, chance: reaction.chance,
      after: try Sampler(reaction.after, for: delay, zone: bundle.settings.zone),
      attributes: attributes, attributeCount: declared.attributes.count,
      channelSlot: declared.attribute("channel")?.slot, stepSlot: declared.attribute("step")?.slot,
      chancePurpose: "behaviour.\(name)", afterPurpose: "behaviour.\(name).after",
      circumstances: circumstances)
  }
}
