// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards

extension Compilation {
  /// Reads channels; calendars are known.
  func compileChannels() {
    var seen: Set<String> = []
    for document in documents("channel") where seen.insert(document.id).inserted {
      channels.append(channel(document, index: channels.count))
    }
  }

  private func channel(_ document: SourceDocument, index: Int) -> Channel {
    let root = document.root
    let scope = ExpressionScope(
      variables: ExpressionScope.person.union([.enrolment, .step, .steps, .rung, .channel]),
      owner: "channel `\(document.id)`")
    let isInternal = root["internal"]?.bool ?? false
    // A channel that names no basis takes a consent that was given, and nothing weaker.
    let consent =
      root["consent"].map { $0.texts.compactMap(ConsentBasis.init(word:)) }
      ?? [.implied, .explicit]
    return Channel(
      id: document.id, index: index, plugin: root["plugin"]?.text ?? "", isInternal: isInternal,
      consent: isInternal ? [] : consent, hours: calendarIndex(root["hours"]),
      session: session(root["session"], in: scope), initiates: root["initiates"]?.bool ?? true,
      alwaysApproved: root["approval"]?.text == "always",
      approval: root["approval"]?.isMap ?? false
        ? approvalRule(root["approval"], in: scope) : nil, rank: root["rank"]?.int ?? 0,
      mode: root["mode"]?.text.flatMap(Mode.init(rawValue:)), rules: rules(root),
      place: place(document.idSpan))
  }

  private func session(_ item: Item?, in scope: ExpressionScope) -> Session? {
    guard let item, let openFor = item["open_for"]?.duration,
      let after = expression(item["after"], in: scope.tolerant, expecting: .instant)
    else { return nil }
    return Session(
      openFor: openFor, after: after,
      outside: item["outside"]?.text.flatMap(Session.Outside.init(rawValue:)) ?? .template)
  }

  private func rules(_ root: Item) -> ChannelRules {
    let duties = Set(root["requires"]?.texts ?? []).subtracting(root["carries"]?.texts ?? [])
    let length = root["length"]
    return ChannelRules(
      needsIdentity: duties.contains("identity"),
      needsPostalAddress: duties.contains("postal_address"),
      needsUnsubscribe: duties.contains("one_click_unsubscribe"),
      firstTouchLinks: root["first_touch"]?["links"]?.intRange,
      subjectLength: length?["subject"]?.intRange, bodyLength: length?["body"]?.intRange,
      segments: length?["segments"]?.intRange)
  }

  // MARK: - Pools

  /// Reads pools, numbering senders over all of them; channels are known.
  func compilePools() {
    var seen: Set<String> = []
    var senderCount = 0
    var senderPlaces: [String: SourceSpan] = [:]
    for document in documents("pool") where seen.insert(document.id).inserted {
      let root = document.root
      _ = resolve(root["warmup"], .warmup)
      _ = resolve(root["health"], .health)
      let channel = channelIndex(root["channel"])
      let scope = ExpressionScope(
        variables: ExpressionScope.person.union([.sender, .channel]),
        owner: "pool `\(document.id)`")
      var senders: [Sender] = []
      for item in root["senders"]?.items ?? [] {
        guard let id = item["id"]?.text else { continue }
        let place = item["id"]?.span ?? item.span
        if let earlier = senderPlaces[id] {
          report(
            Diagnostic(
              .duplicateName, at: place, "sender `\(id)` is declared twice", label: "again"
            ).note("the first is in", at: earlier))
          continue
        }
        senderPlaces[id] = place
        senders.append(sender(item, id: id, index: senderCount))
        senderCount += 1
      }
      let choose = root["choose"]
      let (sticks, waits) = stickiness(choose?["sticky"])
      pools.append(
        Pool(
          id: document.id, index: pools.count, channel: channel ?? -1, senders: senders,
          weight: expression(choose?["by"], in: scope, expecting: .number),
          prefer: condition(choose?["prefer"], in: scope), sticksToConversation: sticks,
          waitsForLostSender: waits, gap: root["gap"]?.durationRange,
          place: place(document.idSpan)))
    }
  }

  private func sender(_ item: Item, id: String, index: Int) -> Sender {
    Sender(
      id: id, index: index, name: item["name"]?.text ?? id, address: item["address"]?.text ?? "",
      zone: zone(item["zone"]), daily: item["daily"]?.int, topics: item["topics"]?.texts ?? [],
      languages: item["languages"]?.texts ?? [])
  }

  /// `conversation`, or `{conversation, lost: wait | move}`: it waits where the author says nothing.
  private func stickiness(_ item: Item?) -> (sticks: Bool, waits: Bool) {
    guard let item else { return (false, false) }
    if item.text == "conversation" { return (true, true) }
    let sticks = item.has("conversation") && item["conversation"]?.bool != false
    return (sticks, sticks && item["lost"]?.text != "move")
  }
}
