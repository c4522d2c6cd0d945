// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Facts
import Guards

/// The work on one bundle: what its documents say, what was found so far, and all tables of names.
///
/// One run makes one of these and throws it away; it never leaves the thread that made it.
final class Compilation {
  let source: BundleSource
  let documents: [SourceDocument]
  private let documentsByKind: [String: [SourceDocument]]
  private let positions: [String: [String: Int]]
  /// The system's zones; `nil` where the machine has none, so that zone names can't be checked.
  let zones: ZoneDatabase?

  private(set) var diagnostics: [Diagnostic] = []
  private var reported: Set<Diagnostic> = []
  var names = Names()

  // What later parts read of earlier ones.
  var schema = FactSchema()
  var duties: [DutyRules] = []
  var factPlaces: [FactPath: SourceSpan] = [:]
  var factObjectPlaces: [FactObject: SourceSpan] = [:]
  var poisonedFacts: Set<FactPath> = []
  var settings: Settings
  var environments: ExpressionEnvironments
  var definitions = Definitions()
  /// The definitions that texts write.
  var definitionsInTexts: Set<String> = []
  var calendars: [NamedCalendar] = []
  var channels: [Channel] = []
  var pools: [Pool] = []
  var limits: [Limit] = []
  var sortedLimits: [LimitRule]?
  var scores: [Score] = []
  var machines: [PhaseMachine] = []
  var library: [String: AuthoredGuard] = [:]
  var templates = TemplateTable()
  var compiledExpressions: [ExpressionKey: CompiledExpression?] = [:]
  /// Parses what is only looked through for names.
  let plainEnvironment = Environment(libraries: Set.all.subtracting([.blocks]))
  /// Environments with definitions, kept once all definitions are known.
  var completeEnvironments: [ExpressionScope: Environment] = [:]
  var hasAllDefinitions = false
  /// While definitions are checked: what they may read, and those that are checked already.
  var definitionEnvironment: Environment?
  /// How many misspelt names are still compared with all others: each costs a walk over them.
  var suggestionBudget = 100
  /// Conditions whose outcome never changes, by their place.
  var constantConditions: [SourceSpan: Bool] = [:]
  /// Names whose declaration has errors, so that their use says nothing more.
  var poisoned: [NameKind: Set<String>] = [:]

  init(source: BundleSource, zones: ZoneDatabase?, reads: KeyReads? = nil) {
    self.source = source
    documents = source.documents.map { SourceDocument($0, reads: reads) }
    documentsByKind = Dictionary(grouping: documents, by: \.kind).mapValues { documents in
      documents.sorted { ($0.id, $0.root.span) < ($1.id, $1.root.span) }
    }
    positions = documentsByKind.mapValues { documents in
      Dictionary(
        documents.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
    self.zones = zones
    settings = .defaults
    environments = ExpressionEnvironments(schema: schema, scores: [], poisoned: [])
  }

  var sources: SourceMap { source.sources }

  // MARK: - Findings

  /// Keeps a finding; the same one, found again on another way, is kept once.
  func report(_ diagnostic: Diagnostic) {
    if reported.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }

  var hasErrors: Bool { diagnostics.hasErrors }

  // MARK: - Documents

  /// The documents of one kind, in the order of their ids.
  func documents(_ head: String) -> [SourceDocument] { documentsByKind[head] ?? [] }

  /// The first document of a kind with an id.
  func document(_ head: String, _ id: String) -> SourceDocument? {
    positions[head]?[id].flatMap { documentsByKind[head]?[$0] }
  }

  /// The settings, if they could be read.
  var settingsRoot: Item? { documents("parley").first?.root }

  /// Where something stands, as traces print it.
  func place(_ span: SourceSpan) -> SourcePlace {
    let location = sources.location(of: span)
    return SourcePlace(file: location.path, line: location.line)
  }
}

/// One document: its kind, its id, and its map.
struct SourceDocument {
  /// The first key.
  let kind: String
  /// The first key's value; empty where that is a map or a list.
  let id: String
  /// Where the id stands.
  let idSpan: SourceSpan
  let root: Item

  init(_ document: TypedDocument, reads: KeyReads? = nil) {
    kind = document.kind.head
    id = document.id?.text ?? ""
    idSpan = document.id?.span ?? document.headSpan
    root = Item(
      Typed(span: document.object.span, value: .object(document.object)), reads: reads)
  }
}

extension Settings {
  /// What holds until the settings are read.
  static var defaults: Settings {
    Settings(
      mode: .off, safeList: [], killSwitch: false,
      identity: Identity(name: "", postalAddress: "", site: "", unsubscribe: ""), zone: .utc,
      fallbackZone: nil, languages: ["en"], rounds: Cadence.quarterHour, repliesAtOnce: false,
      catchUp: .seconds(21_600),
      priorities: ["replies", "follow_ups", "new_outreach", "discovery", "analysis"],
      mandatory: [], approval: nil)
  }
}

extension Cadence {
  /// Every 15 minutes.
  static var quarterHour: Cadence {
    do throws(CadenceError) {
      return try Cadence(every: .seconds(900))
    } catch {
      preconditionFailure("15 minutes are a cadence")
    }
  }
}
