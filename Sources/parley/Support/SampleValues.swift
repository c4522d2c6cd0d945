// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import MessageTemplates
import PolicyLanguage

/// Values that look right, made from the schema alone: for texts that are shown without a person.
struct SampleValues: TemplateValues {
  private let bundle: Bundle
  /// The first sender of the channel's first pool who writes the language.
  let sender: Sender?

  init(_ bundle: Bundle, for id: MessageTemplate.ID) {
    self.bundle = bundle
    let index = bundle.channels.first { $0.id == id.channel }?.index
    let senders = bundle.pools.first { $0.channel == index }?.senders ?? []
    sender =
      senders.first { $0.languages.contains(id.language) }
      ?? senders.first { $0.languages.isEmpty } ?? senders.first
  }

  func value(of path: String) -> TemplateValue {
    switch path {
    case "contact.name": return .string("Maria Example")
    case "contact.first_name": return .string("Maria")
    case "contact.language": return .string(bundle.settings.languages.first ?? "en")
    case "contact.country": return .string("PT")
    case "account.name": return .string("Example Ltd")
    case "identity.name": return .string(bundle.settings.identity.name)
    case "identity.postal_address": return .string(bundle.settings.identity.postalAddress)
    case "identity.site": return .string(bundle.settings.identity.site)
    case "unsubscribe_url": return .string(bundle.settings.identity.unsubscribe)
    case "sender.name": return sender.map { .string($0.name) } ?? .missing
    case "sender.address": return sender.map { .string($0.address) } ?? .missing
    case "step.id", "enrolment.id": return .string("step")
    case "rung.channel": return .string("email")
    case _: return declared(path)
    }
  }

  private func declared(_ path: String) -> TemplateValue {
    let parts = path.split(separator: ".", maxSplits: 1)
    guard parts.count == 2 else { return .missing }
    let name = String(parts[1])
    if parts[0] == "scores" { return .int(72) }
    if parts[0] == "event" {
      for event in bundle.schema.events {
        if let attribute = event.attribute(name) { return sample(attribute.type, name, nil) }
      }
      return .missing
    }
    guard let object = FactObject(rawValue: String(parts[0])) else { return .missing }
    if let field = bundle.schema.field(FactPath(object, name)) {
      return sample(field.type, name, field.range)
    }
    guard let member = bundle.schema.member(FactPath(object, name)), member.parameters == nil,
      case .fact(let type) = member.result
    else { return .missing }
    return sample(type, name, nil)
  }

  private func sample(_ type: FactType, _ name: String, _ range: FactRange?) -> TemplateValue {
    switch type {
    case .string: return .string(name.split(separator: "_").joined(separator: " "))
    case .int:
      if case .int(let range)? = range {
        return .int(range.lowerBound / 2 + range.upperBound / 2)
      }
      return .int(42)
    case .double: return .double(0.5)
    case .bool: return .bool(true)
    case .instant: return .instant(Self.day)
    case .date: return .date(CivilDate(daysSinceEpoch: Int32(Self.day.seconds / 86_400)))
    case .duration: return .duration(.seconds(3 * 86_400))
    case .money: return .money(TemplateMoney(units: 8_000, scale: 0, currency: "EUR"))
    case .enumeration(let words): return words.first.map { .string($0) } ?? .missing
    case .list(let element):
      if case .enumeration(let words) = element {
        return .list(words.prefix(2).map { .string($0) })
      }
      return .list([sample(element, name, range)])
    }
  }

  /// 2026-10-06T10:00Z, a Tuesday: the same on every day, so that previews can be compared.
  private static let day = Instant(seconds: 1_791_280_800)
}
