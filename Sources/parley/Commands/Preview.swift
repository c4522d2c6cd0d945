// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Chronology
import DecisionEngine
import Facts
import MessageTemplates
import PolicyLanguage

/// `parley preview TEMPLATE`: a text as a person would get it.
struct Preview: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a template as a person would get it; nothing is sent.",
    discussion: """
      Values come from a contact, or, without one, from the schema: samples that only look right. \
      What has no value stands as its name, ‹account.health›. All variants are shown, unless a \
      channel or a language is named. Exit status 1 if a message couldn't be sent as it is.

        parley preview leadgen/hello
        parley preview leadgen/hello --lang ru --html hello.html
        parley preview winback/new-angle --contact ana --contacts people.csv
        parley preview winback/new-angle --contact c-0012 --scenario winback
      """)

  @OptionGroup var options: BundleOptions
  @Argument(help: "The template's name, such as winback/new-angle.") var template: String
  @Option(help: "The contact whose values are used.") var contact: String?
  @OptionGroup var people: PeopleOptions
  @Option(help: "Take the contact from a scenario: its file, or its id in the bundle.")
  var scenario: String?
  @Option(help: "The instant; the scenario's end, or now, if left out.") var at: String?
  @Option(help: "One channel alone.") var channel: String?
  @Option(help: "One language alone, such as ru.") var lang: String?
  @Option(help: "Write the messages as a page for the browser.") var html: String?
  @Option(help: "text or json.") var format = OutputFormat.text

  func validate() throws {
    if contact != nil, scenario == nil, !people.areGiven {
      throw ValidationError("`--contact` needs people: --contacts FILE or --scenario FILE.")
    }
    if contact == nil, scenario != nil || people.areGiven {
      throw ValidationError("people need a name: --contact ID.")
    }
  }

  func run() throws {
    let terminal = Terminal.current(options.color)
    let world = try contact.map { _ in try self.world(terminal) }
    let bundle = try world?.bundle ?? LoadedBundle.load(options.folder(), terminal: terminal).bundle
    let variants = try chosen(in: bundle)
    let cards = try variants.map { try card($0, bundle, world) }
    switch format {
    case .json:
      let answer = JSONText.object([
        ("version", .int(1)), ("messages", .array(cards.map(\.json))),
      ])
      printOut(answer.pretty + "\n")
    case .text:
      for (position, card) in cards.enumerated() {
        if position > 0 { printOut("\n") }
        printOut(card.text(terminal))
      }
    }
    if let html {
      let file = try OutputFile(html)
      try file.write(Array(PreviewPage.html(cards).utf8))
      try file.finish()
      printError("written: \(html)\n")
    }
    if cards.contains(where: { !$0.faults.isEmpty }) { throw ExitCode.foundProblems }
  }

  private func world(_ terminal: Terminal) throws -> AskedWorld {
    if let scenario {
      return try AskedWorld.scenario(
        scenario, at: at, options: options, seed: nil, data: people.data, terminal: terminal)
    }
    return try AskedWorld.people(
      people, at: at ?? SystemClock.now().description, options: options, seed: nil,
      terminal: terminal)
  }

  /// Positions of the texts to show.
  private func chosen(in bundle: Bundle) throws -> [Int] {
    let texts = bundle.templates.variants
    let named = texts.indices.filter { texts[$0].id.name == template }
    guard !named.isEmpty else {
      throw Failure.unknown("template", template, among: Array(Set(texts.map(\.id.name))))
    }
    let onChannel = named.filter { channel == nil || texts[$0].id.channel == channel }
    if onChannel.isEmpty, let channel {
      throw Failure(
        headline: "`\(template)` has no text for channel `\(channel)`",
        details: [Failure.list(Array(Set(named.map { texts[$0].id.channel })))])
    }
    let inLanguage = onChannel.filter { lang == nil || texts[$0].id.language == lang }
    if inLanguage.isEmpty, let lang {
      throw Failure(
        headline: "`\(template)` has no text in language `\(lang)`",
        details: [Failure.list(Array(Set(onChannel.map { texts[$0].id.language })))])
    }
    return inLanguage
  }

  private func card(_ variant: Int, _ bundle: Bundle, _ world: AskedWorld?) throws -> PreviewCard {
    let template = bundle.templates.variants[variant]
    guard let world, let contact else {
      let values = SampleValues(bundle, for: template.id)
      let format = TemplateFormat(language: template.id.language, zone: bundle.settings.zone)
      let partials = bundle.templates.partials[template.id.language] ?? .none
      return PreviewCard(
        template: template, preview: template.preview(values, partials: partials, format: format),
        channel: bundle.channels.first { $0.id == template.id.channel },
        sender: values.sender, recipient: "sample values from the schema",
        unsubscribe: Self.unsubscribe(bundle))
    }
    let row = try world.row(ofContact: contact)
    let found = world.engine.preview(variant: variant, contact: row)
    let channel = bundle.channels.first { $0.id == template.id.channel }
    let number = channel.flatMap { world.engine.facts.channelNumber(ChannelID($0.id)) }
    let address = number.flatMap { world.engine.facts.address(of: row, channel: $0) }
    return PreviewCard(
      template: template, preview: found.preview, channel: channel,
      sender: bundle.pools.flatMap(\.senders).first { $0.index == found.sender },
      recipient: address.map { "\(contact) <\($0)>" } ?? "\(contact), without an address here",
      unsubscribe: Self.unsubscribe(bundle))
  }

  private static func unsubscribe(_ bundle: Bundle) -> String {
    String(bundle.settings.identity.unsubscribe.prefix { $0 != "{" })
  }
}
