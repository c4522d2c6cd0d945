// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
internal import PolicyLanguage

// Holds: what is asked of people, and what they answer.
extension Engine {
  /// Fixes sender and text of a hold and asks, unless that was done before.
  mutating func ask(_ position: Int, _ draft: inout Draft) {
    let enrolment = context.world.enrolments[position]
    if let hold = enrolment.hold, hold.answer == .none {
      draft.result.until = hold.expiresAt
      draft.sender = hold.sender
      return
    }
    let chain = context.world.bundle.policies[enrolment.policy].steps[enrolment.step]
      .chains[enrolment.rung]
    var patience = Duration.seconds(72 * 3_600)
    var needsFourEyes = false
    if draft.result.link >= 0, case .approval(let asked) = chain.links[draft.result.link].kind {
      patience = asked.rule.expires
    }
    for link in chain.links {
      if case .approval(let asked) = link.kind, asked.rule.fourEyes { needsFourEyes = true }
    }
    context.world.enrolments[position].hold = Enrolment.Hold(
      link: draft.result.link, askedAt: context.world.now,
      expiresAt: context.world.now + patience.wholeSeconds,
      needsFourEyes: needsFourEyes, sender: draft.sender, digest: draft.digest,
      lapses: enrolment.hold?.lapses ?? 0)
    draft.result.until = context.world.now + patience.wholeSeconds
  }

  /// An answer is bound to the text that people saw: a changed one is asked about once more.
  mutating func lapseIfChanged(_ position: Int, _ draft: inout Draft) {
    guard draft.result.verdict == .send, let hold = context.world.enrolments[position].hold,
      hold.answer == .granted, hold.digest != 0, draft.digest != 0, hold.digest != draft.digest
    else { return }
    draft.result.link = hold.link
    if hold.lapses == 0 {
      draft.result.verdict = .hold
      context.world.enrolments[position].hold?.answer = .expired
      context.world.enrolments[position].hold?.lapses = 1
    } else {
      draft.result.verdict = .skip
      draft.result.reason = "approval_expired"
    }
  }

  mutating func takeAnswers(_ moment: inout Moment) {
    let due = answers
    answers = []
    for answer in due {
      guard context.world.enrolments.indices.contains(answer.enrolment),
        context.world.enrolments[answer.enrolment].step == answer.step
      else { continue }
      take(answer.enrolment, granted: answer.granted, by: answer.person, &moment)
    }
  }

  /// `approval.granted`, `approval.refused`: the contact's hold of that step, or its only one.
  mutating func answerByEvent(
    _ event: FactEvent, _ contact: Int, granted: Bool, _ moment: inout Moment
  ) {
    func text(_ place: Int) -> String? {
      guard let cell = event.attributes[checked: place], cell.state == .known, cell.word != 0
      else { return nil }
      return context.world.facts.strings[cell.word]
    }
    let (step, person) = (text(0), text(1))
    var held: [Int] = []
    context.world.forEachEnrolment(of: contact) { position in
      let enrolment = context.world.enrolments[position]
      guard enrolment.state == .open, enrolment.hold?.answer == Enrolment.Hold.Answer.none else {
        return
      }
      let id = context.world.bundle.policies[enrolment.policy].steps[enrolment.step].id
      if step == nil || step == id { held.append(position) }
    }
    for position in held { take(position, granted: granted, by: person, &moment) }
  }

  private mutating func take(
    _ position: Int, granted: Bool, by person: String?, _ moment: inout Moment
  ) {
    guard context.world.enrolments[position].state == .open,
      var hold = context.world.enrolments[position].hold,
      hold.answer == .none
    else { return }
    if granted {
      // Two answers of one person are one; of somebody without a name nobody knows who it was.
      if let person { hold.granters.insert(person) }
      guard !hold.needsFourEyes || hold.granters.count >= 2 else {
        context.world.enrolments[position].hold = hold
        return
      }
      hold.answer = .granted
      hold.expiresAt = goodUntil(position)
    } else {
      hold.answer = .refused
      hold.expiresAt = .never
    }
    context.world.enrolments[position].hold = hold
    wakeChain(position, &moment)
  }

  /// A granted hold is good until the step's `expires`, else 14 days.
  private mutating func goodUntil(_ position: Int) -> Second {
    let end = withContext(enrolment: position) { $0.lateAt }
    return end?.roundedUpToSecond.seconds ?? context.world.now + 14 * 86_400
  }
}
