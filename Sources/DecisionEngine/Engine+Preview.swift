// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import Chronology
internal import Facts
internal import Guards
public import MessageTemplates
internal import PolicyLanguage

/// A text as one person would get it now, as far as it can be written.
public struct ContactPreview: Sendable {
  /// The text, and the names that have no value.
  public var preview: MessagePreview
  /// Position of the sender in the bundle over all pools; the pool's first where none is free now.
  public var sender: Int?
  /// The policy whose step sends it; `nil` if none does.
  public var policy: String?
  /// That step.
  public var step: String?
}

extension Engine {
  /// Writes one variant of a template for a contact, with the values that a step would use.
  ///
  /// - Parameters:
  ///   - variant: Position in the bundle's list of texts.
  ///   - contact: The contact's row.
  ///   - deal: The deal's row; `nil` for the contact's latest in a policy about deals.
  public func preview(variant: Int, contact: Int, deal: Int? = nil) -> ContactPreview {
    var copy = self
    let template = bundle.templates.variants[variant]
    let place = copy.place(ofVariant: variant)
    let person = context.world.facts.person(of: contact)
    var enrolment = -1
    context.world.forEachEnrolment(of: person) { position in
      if enrolment < 0, context.world.enrolments[position].policy == place?.policy {
        enrolment = position
      }
    }
    let found = deal ?? (enrolment < 0 ? nil : context.world.enrolments[enrolment].deal)
    let account = context.world.facts.account(ofContact: person)
    let latest = account.flatMap { context.world.facts.deals(ofAccount: $0).last.map { Int($0) } }
    let zone: Zone =
      switch context.world.localZones(of: person) {
      case .known(let zone): zone
      case .oneOf, .unknown: bundle.settings.zone
      }
    let event = enrolment < 0 ? -1 : context.world.enrolments[enrolment].event
    let partials = bundle.templates.partials[template.id.language] ?? .none
    let pool = place.flatMap {
      copy.firstSender(
        policy: $0.policy, step: $0.step, rung: $0.rung, language: template.id.language)
    }
    let (preview, sender) = copy.withContext(contact: person, deal: found ?? latest) { context in
      if let place { (context.policy, context.step, context.rung) = place }
      context.enrolment = enrolment
      context.event = event
      if let pool { context.senderAsked = pool }
      var sender = pool
      if case .available(sender: let chosen) = context.senderChoice() { sender = chosen }
      let preview = template.preview(
        ContextValues(context: context), partials: partials,
        format: TemplateFormat(language: template.id.language, zone: zone))
      return (preview, sender)
    }
    return ContactPreview(
      preview: preview, sender: sender, policy: place.map { bundle.policies[$0.policy].id },
      step: place.map { bundle.policies[$0.policy].steps[$0.step].id })
  }

  /// The first step that may send a text.
  private func place(ofVariant variant: Int) -> (policy: Int, step: Int, rung: Int)? {
    for policy in bundle.policies {
      for step in policy.steps {
        let rungs = context.world.index.policies[policy.index].steps[step.index]
        if let rung = (0..<rungs.count).first(where: { rungs.chains[$0].variants.contains(variant) }
        ) {
          return (policy.index, step.index, rung)
        }
      }
    }
    return nil
  }

  /// Who would write a step where it names a pool: the first that knows the language.
  func firstSender(
    policy: Int, step: Int, rung: Int, language: String
  ) -> Int? {
    let steps = bundle.policies[policy].steps
    // A step that goes on with the same sender has the one of a step before.
    for index in (0...step).reversed() {
      let send = steps[index].send(rung: index == step ? rung : 0)
      guard case .pool(let pool)? = send?.pool else { continue }
      let senders = bundle.pools[pool].senders
      let fitting =
        senders.first { $0.languages.contains(language) }
        ?? senders.first { $0.languages.isEmpty }
      return (fitting ?? senders.first)?.index
    }
    return nil
  }
}
