// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
public import Chronology
import Facts
import MessageTemplates

/// What compiling gives: a bundle, unless there are errors, and all that was found.
public struct CompileResult: Sendable {
  /// The bundle; `nil` if and only if there are errors.
  public let bundle: Bundle?
  /// Everything that was found, by place.
  public let diagnostics: [Diagnostic]
  /// The files and documents, for showing places and for `what_if`.
  public let source: BundleSource

  /// How many of the findings are errors.
  public var errorCount: Int { diagnostics.count { $0.severity == .error } }
  /// How many of the findings are warnings.
  public var warningCount: Int { diagnostics.count { $0.severity == .warning } }
  /// Whether there is a bundle.
  public var isUsable: Bool { bundle != nil }

  /// `3 errors, 1 warning in 12 files`, as `check` closes.
  public var summary: String {
    func count(_ number: Int, _ word: String) -> String {
      "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    let files = count(source.sources.files.count, "file")
    guard !diagnostics.isEmpty else { return "\(files): nothing to mend" }
    return "\(count(errorCount, "error")), \(count(warningCount, "warning")) in \(files)"
  }
}

/// Turns files into a bundle, or into everything that is wrong with them, in one run.
public enum BundleCompiler {
  /// Reads and compiles a bundle.
  ///
  /// - Parameters:
  ///   - files: Where the files come from.
  ///   - zones: The time zones that names are checked against; `nil` leaves that unchecked and
  ///     takes UTC for every zone.
  ///   - today: The day by which `review_by` is judged; `nil` leaves that out.
  public static func compile(
    _ files: BundleFiles, zones: ZoneDatabase?, today: CivilDate? = nil
  ) -> CompileResult {
    compile(BundleSource.read(files, today: today), zones: zones)
  }

  /// Compiles what was read.
  public static func compile(_ source: BundleSource, zones: ZoneDatabase?) -> CompileResult {
    compile(source, zones: zones, digest: digest(of: source.sources))
  }

  /// - Parameter checksChanges: Whether the changes that scenarios make are tried, too.
  static func compile(
    _ source: BundleSource, zones: ZoneDatabase?, digest: String, checksChanges: Bool = true
  ) -> CompileResult {
    let compilation = Compilation(source: source, zones: zones)
    for diagnostic in source.diagnostics { compilation.report(diagnostic) }
    let bundle = compilation.run(digest: digest)
    if checksChanges {
      for finding in whatIfFindings(source, zones: zones) { compilation.report(finding) }
    }
    return CompileResult(
      bundle: compilation.hasErrors ? nil : bundle,
      diagnostics: folded(compilation.diagnostics.sorted(by: Diagnostic.inOrder)),
      source: source)
  }

  /// Documents of one kind in one file that aren't executed yet are told of once.
  private static func folded(_ findings: [Diagnostic]) -> [Diagnostic] {
    func isAlike(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
      a.code == .notExecutedYet && b.code == .notExecutedYet && a.span.file == b.span.file
        && a.headline == b.headline
    }
    var kept: [(finding: Diagnostic, more: Int)] = []
    for finding in findings {
      if let first = kept.firstIndex(where: { isAlike($0.finding, finding) }) {
        kept[first].more += 1
      } else {
        kept.append((finding, 0))
      }
    }
    return kept.map { finding, more in
      more == 0 ? finding : finding.note("so is what \(more) more of the file's documents say")
    }
  }

  /// SHA-256 over every file's path and bytes, in path order.
  static func digest(of sources: SourceMap) -> String {
    var digest = Digest()
    for file in sources.files.sorted(by: { $0.path < $1.path }) {
      digest.update(part: file.path)
      digest.update(part: file.bytes)
    }
    return digest.finish().hexadecimal
  }
}

extension Compilation {
  /// Compiles everything, each part after those that it names.
  func run(digest: String) -> Bundle {
    declareDocuments()
    compileSettings()
    compileSchema()
    environments = ExpressionEnvironments(
      schema: schema, scores: Array(Set(documents("score").map(\.id))).sorted(),
      poisoned: poisonedFacts)
    compileDefinitions()
    hasAllDefinitions = true
    compileCalendars()
    compileScores()
    compilePhases()
    compileChannels()
    compileRules()
    compilePools()
    collectLibrary()
    compileTemplates()
    compileSettingsReferences()
    compileLimits()
    checkLibrary()
    let policies = compilePolicies()
    let mappings = compileMappings()
    let invariants = compileInvariants()
    let scenarios = compileScenarios()
    checkOtherKinds()
    checkSchedules(policies)
    checkUnused(policies)
    checkCompleteness(policies, mappings.count, scenarios.count)
    return Bundle(
      digest: digest, settings: settings, schema: schema, calendars: calendars,
      channels: channels, pools: pools, limits: limits, scores: scores, machines: machines,
      policies: policies,
      templates: TemplateSet(
        variants: templates.variants.map(\.template),
        partials: partialsByLanguage()),
      invariants: invariants, scenarios: scenarios, definitions: definitionPrograms,
      mappings: mappings)
  }
}

extension Compilation {
  private var definitionPrograms: [String: Program] {
    var programs: [String: Program] = [:]
    for name in definitionsInTexts {
      if let checked = definitions.find(name)?.checked { programs[name] = Program(checked) }
    }
    return programs
  }

  /// The partials of every language that texts are written in.
  private func partialsByLanguage() -> [String: TemplatePartials] {
    var partials: [String: TemplatePartials] = [:]
    for language in settings.languages + templates.variants.map(\.template.id.language) {
      partials[language] = templates.partials(of: language, fallback: settings.languages)
    }
    return partials
  }
}
