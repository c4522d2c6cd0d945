// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The closed set of findings: 1 YAML, 2 names and types, 3 logic, 4 templates, 5 facts.
///
/// The raw value is the number behind `PAR`. Numbers are never used again for something else.
public enum DiagnosticCode: Int, CaseIterable, Hashable, Sendable {
  // MARK: Files and YAML

  /// A file of the bundle can't be read.
  case fileUnreadable = 1001
  /// A file is larger than 1 MiB.
  case fileTooLarge = 1002
  /// A file isn't UTF-8.
  case notUTF8 = 1003
  /// A character changes the reading order.
  case bidirectionalControl = 1004
  /// A control character stands in the text.
  case controlCharacter = 1005
  /// Nesting is deeper than 64.
  case nestedTooDeep = 1006
  /// Too many syntax errors to go on.
  case tooManyFaults = 1007
  /// A tab indents a line.
  case tabIndentation = 1101
  /// A quote is never closed.
  case unclosedQuote = 1102
  /// A bracket is never closed, or closed by the wrong one.
  case unclosedBracket = 1103
  /// A line is indented unlike its neighbours.
  case unexpectedIndentation = 1104
  /// A value holds a colon and a space.
  case colonInValue = 1105
  /// A line is neither a key nor an item.
  case missingColon = 1106
  /// A value begins with a character that YAML reserves.
  case reservedCharacter = 1107
  /// Text follows a value that has ended.
  case textAfterValue = 1108
  /// The text isn't YAML here.
  case syntax = 1109
  /// A key is given twice.
  case duplicateKey = 1110
  /// A key isn't a plain word.
  case keyNotText = 1111
  /// A directive of YAML stands here.
  case directive = 1112
  /// Double quotes hold an unknown escape.
  case escape = 1113
  /// Text follows a block's sign.
  case blockHeader = 1114
  /// An anchor stands here.
  case anchor = 1201
  /// An alias stands here.
  case alias = 1202
  /// An exclamation mark begins a tag.
  case tag = 1207
  /// A comma tears a call apart.
  case tornCall = 1208
  /// A comment may cut an expression.
  case commentInExpression = 1209
  /// A // comment would swallow the lines after it.
  case commentSwallowsLines = 1210
  /// A template has no front matter.
  case frontMatter = 1211

  // MARK: Names and types

  /// A document doesn't begin with a kind.
  case unknownKind = 2001
  /// A key isn't one of the kind's.
  case unknownKey = 2002
  /// A required key is missing.
  case missingKey = 2003
  /// A value has another form.
  case wrongForm = 2004
  /// A value isn't of the key's type.
  case wrongType = 2005
  /// A value isn't true or false.
  case notBool = 2006
  /// A number is outside its range.
  case outOfRange = 2007
  /// A word isn't one of the choices.
  case unknownChoice = 2008
  /// A name isn't written as names are.
  case badName = 2009
  /// Keys exclude or need each other.
  case keyConflict = 2010
  /// A window ends before it begins.
  case windowEndsFirst = 2011
  /// A range ends before it begins.
  case rangeReversed = 2012
  /// A date or time doesn't exist.
  case noSuchTime = 2013
  /// A document stands in another folder than its kind.
  case misplacedKind = 2014
  /// The bundle has no settings.
  case settingsMissing = 2015
  /// A name is given twice.
  case duplicateName = 2016
  /// A secret's value stands in a file.
  case literalSecret = 2017
  /// Shares don't add up to 100%.
  case sharesDoNotAddUp = 2018
  /// Nothing is declared under a name.
  case unknownName = 2101
  /// An expression can't be read.
  case expressionSyntax = 2102
  /// One equals sign stands where two compare.
  case singleEquals = 2103
  /// An expression reads a name that nothing declares.
  case unknownFact = 2104
  /// Types of an expression don't fit together.
  case typeMismatch = 2105
  /// A function is given other arguments than it takes.
  case wrongArguments = 2106
  /// An expression calls a function that doesn't exist.
  case unknownFunction = 2107
  /// A name has no value in this place.
  case notHere = 2108
  /// A word isn't one of an enumeration's.
  case unknownWord = 2109
  /// A built-in name is declared again.
  case builtInName = 2110
  /// Things name each other in a circle.
  case cycle = 2111
  /// A text inside an expression can't be read.
  case wrongLiteral = 2112
  /// `duration` is given days or weeks.
  case durationUnit = 2113
  /// RE2 can't read a pattern.
  case badPattern = 2114
  /// Ranges that share something out overlap.
  case rangesOverlap = 2115
  /// A channel can't do what is asked of it.
  case wrongChannel = 2116
  /// A step names one on the wrong side.
  case wrongOrder = 2117
  /// A path of `what_if` leads nowhere.
  case whatIfPath = 2118
  /// A part of a document was lost without a finding.
  case lostPart = 2119
  /// A kind or key is read, but not executed yet.
  case notExecutedYet = 2201
  /// A document's review date has passed.
  case reviewDue = 2202
  /// A fact that may have no value is read without asking.
  case nullableRead = 2203
  /// Nobody can foresee when a condition changes.
  case mustBePolled = 2204
  /// Something is declared and used by nothing.
  case unused = 2205

  // MARK: Logic

  /// A library guard would be loosened.
  case loosens = 3101
  /// A condition is always true or always false.
  case alwaysHolds = 3201
  /// A guard never passes.
  case neverPasses = 3202
  /// A step goes out later than it says.
  case sentLate = 3301
  /// A step can never be sent.
  case neverSent = 3302
  /// Something is never reached.
  case unreachable = 3303
  /// An answer would go to somebody who is suppressed.
  case answerAfterSuppress = 3304
  /// A step isn't sent where everything before it goes out on time.
  case rarelySent = 3305
  /// An escalation goes down in rank.
  case rankOrder = 3306

  // MARK: Templates

  /// A text can't be read as a template.
  case templateSyntax = 4101
  /// A template has no text for a channel or language.
  case missingVariant = 4102
  /// A text names something that has no value there.
  case templateName = 4103
  /// A text writes a value that may be missing.
  case templateNullable = 4104
  /// A text lacks what its channel requires.
  case templateDuty = 4105
  /// A text is too long or too short.
  case templateLength = 4106
  /// A first message has other links than allowed.
  case templateLinks = 4107
  /// Characters of a text deceive or are left over.
  case templateText = 4108
  /// A value can't be written like this.
  case templateValue = 4109
  /// A language has no text.
  case missingLanguage = 4201
  /// A text has no template at the provider.
  case missingProvider = 4202

  /// `PAR` and four digits.
  public var identifier: String { "PAR\(rawValue)" }

  /// Reads `PAR2104`, in any case of letters, or `2104`.
  public init?(identifier: String) {
    let digits =
      identifier.uppercased().hasPrefix("PAR") ? identifier.dropFirst(3) : identifier[...]
    guard digits.count == 4, let number = Int(digits) else { return nil }
    self.init(rawValue: number)
  }

  /// How bad the finding is: its page says so.
  public var severity: Diagnostic.Severity { page.severity }
}
