// Licensed under the Apache License, Version 2.0; see LICENSE.

extension ReferenceDecider {
  /// One run of a contact through a policy.
  final class Enrolment {
    let name: ReferenceTimeline.Name
    let policy: World.Policy
    /// The policy's position in the world.
    let policyIndex: Int
    let contact: Int
    let deal: Int?
    let event: World.Event?
    let cameAt: Int
    var startedAt: Int?
    var endedAt: Int?
    var step = 0, rung = 0
    /// When the step fell due, and when its rung did.
    var stepDueAt = 0, dueAt = 0
    var sentAt: [Int] = []
    var hold: Hold?

    init(
      _ name: ReferenceTimeline.Name, _ policy: World.Policy, _ policyIndex: Int, _ contact: Int,
      _ deal: Int?, _ event: World.Event?, cameAt: Int
    ) {
      self.name = name
      self.policy = policy
      self.policyIndex = policyIndex
      self.contact = contact
      self.deal = deal
      self.event = event
      self.cameAt = cameAt
    }

    var startsAt: Int { cameAt + (policy.after ?? 0) }

    var isRunning: Bool { startedAt != nil && endedAt == nil }

    /// The step that it is at, if it runs and isn't through.
    var current: World.Step? {
      isRunning && step < policy.steps.count ? policy.steps[step] : nil
    }
  }

  /// A question to somebody.
  struct Hold {
    enum Answer { case waiting, granted, refused, expired }
    var expiresAt: Int
    var sender: Int?
    var answer = Answer.waiting
  }

  /// A message that went out.
  struct Send {
    var at: Int
    var enrolment: Enrolment
    var isStart: Bool
    var sender: Int?
  }

  /// What an enrolment's conditions read.
  func moment(_ e: Enrolment) -> ReferenceMoment {
    ReferenceMoment(
      decider: self, contact: e.contact, deal: e.deal, event: e.event, startedAt: e.startedAt)
  }
}

extension ReferenceTimeline.Name {
  /// Whom it is about: the deal, else the contact.
  var subject: String { deal ?? contact }
}

extension ReferenceWorld.Policy {
  /// After the last send, while an exit can still come.
  var openFor: Int? { exits.isEmpty ? nil : goalWithin }

  /// The earliest exit that counts from the start.
  var exitAfter: (name: String, span: Int)? {
    for exit in exits {
      if case .after(let span) = exit.signal { return (exit.name, span) }
    }
    return nil
  }
}

extension ReferenceDecider {
  /// Whom an event enrols: its contact; else the deal's; else the account's main one or only one.
  func contactToEnrol(_ event: World.Event) -> Int? {
    if let contact = event.contact ?? event.deal.flatMap({ world.deals[$0].contact }) {
      return contact
    }
    guard let account = event.account ?? event.deal.map({ world.deals[$0].account }) else {
      return nil
    }
    let people = world.contacts.indices.filter { world.contacts[$0].account == account }
    return world.accounts[account].mainContact ?? (people.count == 1 ? people.first : nil)
  }

  /// Whether an event is about an enrolment: its deal, its person, or nobody else of the account.
  func concerns(_ event: World.Event, _ e: Enrolment) -> Bool {
    if let deal = event.deal, deal == e.deal { return true }
    if let contact = event.contact ?? event.deal.flatMap({ world.deals[$0].contact }) {
      return contact == e.contact
    }
    let account = event.account ?? event.deal.map { world.deals[$0].account }
    return account == world.contacts[e.contact].account
  }

  /// A deal without any event has its row's stage always; else it is there from its first event.
  func stage(ofDeal deal: Int) -> World.Deal.Stage? {
    guard world.events.contains(where: { $0.deal == deal }) else { return world.deals[deal].stage }
    return happened.last { $0.deal == deal }?.kind.stage
  }
}
