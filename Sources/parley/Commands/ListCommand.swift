// Licensed under the Apache License, Version 2.0; see LICENSE.

public import ArgumentParser
import Chronology
public import DecisionEngine
import PolicyLanguage
import Simulation
import TextLayout

extension ContactView: ExpressibleByArgument {}

/// `parley list [VIEW]`: who stands where at the end of a simulation, or at an instant of it.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract:
      "List people by where they stand: ready, awaiting a reply, in conversation…",
    discussion: """
      Runs a scenario and shows where everybody stands at its end, or at an instant on the way. \
      Without a view it counts all of them. Days are those of the bundle's zone; --format json has \
      the instants. Everybody stands in exactly one:

        ready            never written to, and some channel allows it
        awaiting-reply   written to, no answer yet, a policy is still at it
        in-conversation  answered within the last 14 days
        nurturing        answered once and quiet since, or a phase says so
        offer-ready      a phase says that an offer is next
        converted        won, or at a goal beyond an answer, after we wrote
        archived         nobody may write any more, or nobody will

        parley list --scenario scenarios/leadgen.yaml
        parley list awaiting-reply --scenario scenarios/leadgen.yaml --at 2026-10-01
        parley list converted --scenario leadgen --format json | jq .counts
      """)

  @OptionGroup var options: BundleOptions
  @Argument(help: "The view; the counts of all views if left out.") var view: ContactView?
  @Option(help: "The scenario's file, or its id in the bundle.") var scenario: String
  @Option(help: "The instant, such as 2026-10-06T10:00Z; the scenario's end if left out.")
  var at: String?
  @Option(help: "Another seed than the scenario's.") var seed: Int64?
  @Option(help: "Read the scenario's data from this folder.") var data: String?
  @Option(help: "How many people the table shows; 0 for all.") var limit = 20
  @Option(help: "text or json.") var format = OutputFormat.text

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("`--limit` takes 0 or more.") }
  }

  func run() throws {
    let terminal = Terminal.current(options.color)
    let world = try AskedWorld.scenario(
      scenario, at: at, options: options, seed: seed, data: data, terminal: terminal)
    let all = world.engine.standings()
    let chosen = all.filter { view == nil || $0.view == view }.sorted(by: Self.comesFirst)
    switch format {
    case .json: printOut(json(chosen, counts: counts(all), world).pretty + "\n")
    case .text:
      if let view {
        printTable(chosen, world.bundle.settings.zone, terminal)
        printOut("\(Self.people(chosen.count)) \(view.rawValue) at \(world.at)\n")
      } else {
        printCounts(counts(all), terminal)
        printOut("\(Self.people(all.count)) at \(world.at)\n")
      }
    }
  }

  /// Who is to be looked at next comes first, then who was heard of last.
  private static func comesFirst(_ a: ContactStanding, _ b: ContactStanding) -> Bool {
    switch (a.nextAt, b.nextAt) {
    case (let first?, let second?) where first != second: return first < second
    case (_?, nil): return true
    case (nil, _?): return false
    case _: break
    }
    let (first, second) = (a.lastEventAt?.seconds ?? .min, b.lastEventAt?.seconds ?? .min)
    return first != second ? first > second : a.contact < b.contact
  }

  private static func people(_ count: Int) -> String {
    "\(Layout.number(count)) \(count == 1 ? "person" : "people")"
  }

  private func counts(_ all: [ContactStanding]) -> [(view: ContactView, count: Int)] {
    ContactView.allCases.map { view in (view, all.count { $0.view == view }) }
  }

  private func printCounts(
    _ counts: [(view: ContactView, count: Int)], _ terminal: Terminal
  ) {
    let most = max(1, counts.map(\.count).max() ?? 1)
    let room = max(10, min(40, terminal.width - 28))
    for (view, count) in counts {
      let name = view.rawValue.padded(to: 15)
      let number = Layout.number(count).padded(to: 9, alignedRight: true)
      let length = count == 0 ? 0 : max(1, count * room / most)
      let bar = String(repeating: "█", count: length)
      printOut("\(name)  \(number)\(bar.isEmpty ? "" : "  " + terminal.paint(bar, .cyan))\n")
    }
  }

  private func printTable(_ people: [ContactStanding], _ zone: Zone, _ terminal: Terminal) {
    guard !people.isEmpty else { return }
    var table = TextTable(
      texts: ["contact", "account", "policy", "step", "last event", "on", "next"],
      whole: ["contact", "account", "on", "next"])
    func day(_ instant: Instant?) -> String { instant.map { "\(zone.date(at: $0))" } ?? "–" }
    for one in limit == 0 ? people[...] : people.prefix(limit) {
      table.add([
        one.contact, one.account ?? "–", one.policy ?? "–", one.step ?? "–",
        one.lastEvent ?? "–", day(one.lastEventAt), day(one.nextAt),
      ])
    }
    printOut(table.text(terminal.style))
    if limit > 0, people.count > limit {
      printOut("… and \(Layout.number(people.count - limit)) more: --limit 0 shows all\n")
    }
  }

  private func json(
    _ people: [ContactStanding], counts: [(view: ContactView, count: Int)], _ world: AskedWorld
  ) -> JSONText {
    func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }
    let shown = limit == 0 || view == nil ? people[...] : people.prefix(limit)
    return .object([
      ("version", .int(1)), ("at", .string(world.at.description)),
      ("view", optional(view?.rawValue)),
      ("counts", .object(counts.map { ($0.view.rawValue, .int($0.count)) })),
      (
        "contacts",
        .array(
          shown.map { one in
            .object([
              ("contact", .string(one.contact)), ("account", optional(one.account)),
              ("view", .string(one.view.rawValue)), ("policy", optional(one.policy)),
              ("step", optional(one.step)), ("last_event", optional(one.lastEvent)),
              ("last_event_at", optional(one.lastEventAt?.description)),
              ("next_at", optional(one.nextAt?.description)),
            ])
          })
      ),
    ])
  }
}
