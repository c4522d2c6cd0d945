// Licensed under the Apache License, Version 2.0; see LICENSE.

internal import CEL
internal import Chronology
internal import Facts
internal import Guards
internal import MessageTemplates
internal import PolicyLanguage

/// The text of one step for one person.
struct RenderedContent: Sendable {
  var state: ContentState
  /// Position of the variant; -1 if none fits.
  var variant = -1
  /// The first bytes of a digest over what the person would read.
  var digest: UInt64 = 0
}

extension DecisionContext {
  /// Whether the text can be made, rendered once a decision.
  func content() -> ContentState { renderedContent().state }

  func renderedContent() -> RenderedContent {
    if let known = memo.content { return known }
    let rendered = render()
    memo.content = rendered
    return rendered
  }

  private func render() -> RenderedContent {
    guard let send else { return RenderedContent(state: .ready) }
    let variant: Int
    switch chooseVariant(send) {
    case .success(let chosen): variant = chosen
    case .failure(let problem): return RenderedContent(state: problem.state)
    }
    let template = world.bundle.templates.variants[variant]
    let zone: Zone =
      switch world.localZones(of: contact) {
      case .known(let zone): zone
      case .oneOf, .unknown: world.bundle.settings.zone
      }
    let language = template.id.language
    do throws(MessageRenderError) {
      let message = try template.render(
        ContextValues(context: self),
        partials: world.bundle.templates.partials[language] ?? .none,
        format: TemplateFormat(language: language, zone: zone))
      let rules = world.bundle.channels[send.channel].rules
      let state = check(message, rules)
      let digest = StableHash(parts: [message.subject ?? "", message.html ?? message.text])
      return RenderedContent(state: state, variant: variant, digest: digest.leading64)
    } catch {
      if let path = error.error.path {
        return RenderedContent(state: .missing([path]), variant: variant)
      }
      return RenderedContent(state: .unusable(error.error.description), variant: variant)
    }
  }

  private func check(_ message: RenderedMessage, _ rules: ChannelRules) -> ContentState {
    if let range = rules.subjectLength, let subject = message.subject,
      !range.contains(subject.count)
    {
      return .unusable("the subject has \(subject.count) characters, allowed are \(range)")
    }
    if let range = rules.bodyLength, !range.contains(message.text.count) {
      return .unusable("the body has \(message.text.count) characters, allowed are \(range)")
    }
    if let range = rules.segments {
      let count = SMSSegments(message.text).segmentCount
      if !range.contains(count) {
        return .unusable("the text takes \(count) segments, allowed are \(range)")
      }
    }
    return .ready
  }

  /// The language of the variant that would be chosen; what senders must write.
  var variantLanguage: String? {
    guard let send, case .success(let variant) = chooseVariant(send) else { return nil }
    return world.bundle.templates.variants[variant].id.language
  }

  struct ContentProblem: Error { let state: ContentState }

  private func chooseVariant(_ send: Send) -> Result<Int, ContentProblem> {
    var variants = world.index.policies[policy].steps[step].chains[rung].variants
    if let session = world.bundle.channels[send.channel].session {
      switch state(of: session) {
      case .unknown(let missing): return .failure(ContentProblem(state: .missing(missing)))
      case .open:
        // Inside the session a free text goes; one that lives at the provider does too.
        let free = variants.filter { !hasProvider($0) }
        if !free.isEmpty { variants = free }
      case .closed where session.outside != .template:
        // The guard `session` says what happens; what would go out is a free text.
        let free = variants.filter { !hasProvider($0) }
        if !free.isEmpty { variants = free }
      case .closed:
        variants = variants.filter { hasProvider($0) }
        if variants.isEmpty {
          return .failure(
            ContentProblem(state: .unusable("outside the session no text may be sent")))
        }
      }
    }
    for language in preferredLanguages {
      let match = variants.first {
        world.bundle.templates.variants[$0].id.language == language
      }
      if let match { return .success(match) }
    }
    if let any = variants.first { return .success(any) }
    return .failure(ContentProblem(state: .unusable("`\(send.template)` has no text here")))
  }

  private func hasProvider(_ variant: Int) -> Bool {
    world.bundle.templates.variants[variant].provider != nil
  }

  /// Whether free texts may go out on this channel now; one without sessions always takes them.
  func session() -> SessionState {
    guard let send, let session = world.bundle.channels[send.channel].session else {
      return .open(until: Instant(seconds: .never))
    }
    return state(of: session)
  }

  private func state(of session: Session) -> SessionState {
    switch session.after.program.evaluate(self) {
    case .timestamp(let start):
      let end = start + session.openFor
      return end > now ? .open(until: end) : .closed
    case .unknown(let set): return .unknown(set.paths)
    // Nothing opened one.
    case .error, .null, .bool, .int, .uint, .double, .string, .bytes, .list, .map, .duration,
      .type, .optional, .object, .opaque, .network:
      return .closed
    }
  }

  private var preferredLanguages: [String] {
    var languages = world.bundle.settings.languages
    let cell = world.facts.contacts.cell(world.index.contactLanguage, contact, at: now)
    if cell.state == .known { languages.insert(world.facts.strings[cell.word], at: 0) }
    return languages
  }
}

/// A name in a text of a policy.
struct NameKey: Hashable, Sendable {
  var policy: Int
  var path: String
}

/// What a name in a text stands for, whoever is written to.
enum NameMeaning: Sendable {
  case constant(TemplateValue)
  case definition(Program)
  case variable(PolicyLanguage.Variable)
  case field(Int, PolicyLanguage.Variable)
  case nothing
}

/// The values of names in texts, read from the same places as in expressions.
///
/// A class, because every part of a message gets it, and a context is large.
final class ContextValues: TemplateValues {
  let context: DecisionContext

  init(context: DecisionContext) { self.context = context }

  func value(of path: String) -> TemplateValue {
    let key = NameKey(policy: context.policy, path: path)
    let meaning: NameMeaning
    if let known = context.memo.names[key] {
      meaning = known
    } else {
      meaning = self.meaning(of: path)
      context.memo.names[key] = meaning
    }
    return switch meaning {
    case .constant(let value): value
    case .definition(let definition): value(of: definition)
    case .variable(let variable): templateValue(context.value(ofVariable: variable.rawValue))
    case .field(let slot, let variable): field(slot, of: variable)
    case .nothing: .missing
    }
  }

  private func meaning(of path: String) -> NameMeaning {
    let parts = path.split(separator: ".", maxSplits: 1)
    guard let head = parts.first else { return .nothing }
    guard let variable = PolicyLanguage.Variable(named: String(head)) else {
      // No variable: a constant of the policy, or a definition.
      if let constant = context.world.bundle.policies[context.policy].constants[path] {
        return .constant(constant)
      }
      return context.world.bundle.definitions[path].map { .definition($0) } ?? .nothing
    }
    guard parts.count > 1 else { return .variable(variable) }
    return slot(of: String(parts[1]), variable).map { .field($0, variable) } ?? .nothing
  }

  /// A definition's value, once it is known who writes.
  private func value(of definition: Program) -> TemplateValue {
    let before = context.senderAsked
    defer { context.senderAsked = before }
    if case .available(let sender) = context.senderChoice() { context.senderAsked = sender }
    return templateValue(definition.evaluate(context))
  }

  private func field(_ slot: Int, of variable: PolicyLanguage.Variable) -> TemplateValue {
    let object: Value
    if variable == .sender, case .available(let sender) = context.senderChoice() {
      object = context.object(.sender, sender)
    } else {
      object = context.value(ofVariable: variable.rawValue)
    }
    guard case .object(let reference) = object else { return .missing }
    return templateValue(context.value(ofField: slot, of: reference))
  }

  private func slot(of name: String, _ variable: PolicyLanguage.Variable) -> Int? {
    switch variable {
    case .contact, .account, .deal, .sender:
      guard let object = FactObject(rawValue: variable.name) else { return nil }
      let path = FactPath(object, name)
      if let field = context.world.facts.schema.field(path) { return field.slot }
      guard let member = context.world.facts.schema.member(path), member.parameters == nil else {
        return nil
      }
      return MemberSlots.slot(of: member, in: context.world.facts.schema)
    case .event: return context.world.index.eventSlots.slot(of: name)
    case .enrolment: return name == "started_at" ? 0 : name == "count" ? 1 : nil
    case .identity: return ["name", "postal_address", "site"].firstIndex(of: name)
    case .scores: return context.world.bundle.scores.firstIndex { $0.id == name }
    case .step, .rung, .phase: return 0
    case .now, .steps, .unsubscribeURL, .offers, .channel, .reply, .sends, .decisions: return nil
    }
  }

  private func templateValue(_ value: Value) -> TemplateValue {
    switch value {
    case .null, .error, .map, .type, .object: .missing
    case .network(let address): .string(address.description)
    case .unknown: .unknown
    case .bool(let truth): .bool(truth)
    case .int(let number): .int(number)
    case .uint(let number): .int(Int64(clamping: number))
    case .double(let number): .double(number)
    case .string(let text): .string(text)
    case .bytes(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .list(let values): .list(values.map(templateValue))
    case .timestamp(let instant): .instant(instant)
    case .duration(let duration): .duration(duration)
    case .optional(let optional): optional.value.map(templateValue) ?? .missing
    case .opaque:
      if let date = value.date {
        .date(date)
      } else if let money = value.money {
        .money(
          TemplateMoney(units: money.amount, scale: 4, currency: money.currency.description))
      } else {
        .missing
      }
    }
  }
}
