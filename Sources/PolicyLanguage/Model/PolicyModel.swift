// Licensed under the Apache License, Version 2.0; see LICENSE.

public import Chronology
public import Guards
public import MessageTemplates

/// One business scenario: who is enrolled when, what steps follow, and what ends it.
public struct Policy: Sendable {
  /// The author's name.
  public var id: String
  /// Its place in the bundle's list of policies.
  public var index: Int
  /// The author's words for people.
  public var title: String?
  /// Who answers for it, as written.
  public var owner: String?
  /// What limits and reports group it by; may be empty.
  public var tags: [String]
  /// Index into the settings' priority classes; 0 is the most urgent.
  public var priority: Int
  /// Holds where it is stricter than the settings' mode; theirs if `nil`.
  public var mode: Mode?
  /// False if the author switched the policy off.
  public var isActive: Bool
  /// Who comes in, and when.
  public var enrol: Enrol
  /// Orders candidates of this policy that fell due at the same time; absent values come last.
  public var orderBy: CompiledExpression?
  /// What is done, in order.
  public var steps: [Step]
  /// In the author's order; of several conditions that hold at once the first gives the name.
  public var exits: [Exit]
  /// What is done when an exit of that name ends an enrolment.
  public var onExit: [(exit: String, actions: [SideAction])]
  /// What it hopes for, if the author says.
  public var goal: Goal?
  /// Its own constants (`with`), as texts write them.
  public var constants: [String: TemplateValue] = [:]
  /// Where it was written.
  public var place: SourcePlace
}

/// What an enrolment is about.
public enum Subject: String, Hashable, Sendable, CaseIterable {
  case contact
  case account
  case deal
}

/// Who comes in, and when.
public struct Enrol: Sendable {
  /// What brings a person in.
  public enum Trigger: Sendable {
    /// At these events, by code in the schema.
    case events([Int])
    /// Whoever comes to satisfy `when`.
    case condition
    /// At each instant of a cadence, `when` is asked of everyone.
    case cadence(Cadence)
    /// At drawn intervals per person.
    case interval(ClosedRange<Duration>)
  }

  /// What brings a person in.
  public var trigger: Trigger
  /// What one enrolment is about; each subject has its own.
  public var subject: Subject
  /// The audience: must hold to come in, and until the first send; everybody if `nil`.
  public var when: CompiledExpression?
  /// From the event to the start, drawn.
  public var after: Delay?
  /// Deadline of the first send, counted from the event, end excluded.
  public var until: Delay?
  /// When the same subject may come in once more; never if `nil`.
  public var again: Again?
  /// False leaves out who already satisfies `when` at the first round.
  public var includesExisting: Bool
  /// The group of policies of which one at a time holds a contact; none if `nil`.
  public var exclusive: String?
  /// Where it was written.
  public var place: SourcePlace
}

/// When somebody may come in again; never, if a policy has none.
public struct Again: Sendable {
  /// Counted from the end of the last enrolment; at once if `nil`.
  public var after: Delay?
  /// How many enrolments there may be in all.
  public var atMost: Int?
}

/// A time to wait: exact or counted on a calendar, perhaps drawn from a range.
public struct Delay: Sendable {
  /// A length of time, exact or on a calendar.
  public enum Length: Hashable, Sendable {
    case exact(Duration)
    case period(CalendarPeriod)
  }
  /// The least that may be drawn.
  public var shortest: Length
  /// The most that may be drawn; equal to `shortest` where nothing is drawn.
  public var longest: Length
  /// The business calendar that `bd` periods count on; index into the bundle's calendars.
  public var calendar: Int?
  /// How the author wrote it.
  public var text: String
}

/// One action of a policy.
public struct Step: Sendable {
  /// The author's name, unique in the policy.
  public var id: String
  /// Its place in the policy's steps.
  public var index: Int
  /// Counted from the start, or from the sending or skipping of the step before.
  public var after: Delay?
  /// Counted from when it first fell due: waiting longer turns into skipping.
  public var expires: Delay?
  /// Index into the settings' priority classes.
  public var priority: Int
  /// What it does once its chain lets it.
  public var action: StepAction
  /// The chains to ask: one for a plain step, one a rung for `escalate`.
  public var chains: [GuardChain]
  /// Where it was written.
  public var place: SourcePlace
}

/// What a step does.
public enum StepAction: Sendable {
  case send(Send)
  case escalate([Rung])
  case notify(channel: Int, text: MessageText)
  case task(to: CompiledExpression?, name: String?, text: MessageText)
  case set([(object: Int32, slot: Int, value: CompiledExpression)])
  case waitFor(events: [Int], when: CompiledExpression?, atMost: Delay?, orElse: WaitElse)
  /// First row that holds; steps lie ahead. Goes on with the next step if none does.
  case branch([(when: CompiledExpression?, goto: Int)])
  case call(to: String, note: MessageText?)

  /// True if the step writes to a contact.
  public var writes: Bool {
    switch self {
    case .send, .escalate: true
    case .notify, .task, .set, .waitFor, .branch, .call: false
    }
  }
}

/// What happens when `wait_for` runs out of time.
public enum WaitElse: Hashable, Sendable {
  case proceed
  case end
  case goto(Int)
}

/// One message.
public struct Send: Sendable {
  /// Index of the channel.
  public var channel: Int
  /// The template's id; channel and language choose the variant.
  public var template: String
  /// Whose senders write.
  public var pool: PoolChoice
  /// The step whose conversation it continues, by index.
  public var thread: Int?
}

/// Whose senders write.
public enum PoolChoice: Hashable, Sendable {
  /// The channel has no pool: nobody in particular writes.
  case none
  case pool(Int)
  /// The sender of the step before, of the same enrolment.
  case sameSender
}

/// One channel of an escalation.
public struct Rung: Sendable {
  /// What is sent on the rung's channel.
  public var send: Send
  /// Counted from the rung before, sent or skipped.
  public var after: Delay?
}

/// What ends an enrolment, as a signal: it acts at once, inside a wait too.
public struct Exit: Sendable {
  /// Codes of events that end it; empty where a condition or a time alone does.
  public var events: [Int]
  /// Must hold, unknown counting as false; asked at the event if there are `events`.
  public var when: CompiledExpression?
  /// Counted from the enrolment's start.
  public var after: Delay?
  /// How the enrolment then ended: the author's `as`.
  public var name: String
  /// Where it was written.
  public var place: SourcePlace
}

/// What is done beside sending: recorded in simulations, queued by the live side.
public enum SideAction: Sendable {
  case notify(channel: Int, text: MessageText)
  case task(to: CompiledExpression?, name: String?, text: MessageText)
  case set([(object: Int32, slot: Int, value: CompiledExpression)])
}

/// What the policy hopes for.
public struct Goal: Sendable {
  /// Code of the event that reaches it.
  public var event: Int
  /// How long after the last send the event still counts.
  public var within: Delay
}
