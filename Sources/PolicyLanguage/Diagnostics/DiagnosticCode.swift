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
  /// A kind or key is read, but not executed yet.
  case notExecutedYet = 2201
  /// A document's review date has passed.
  case reviewDue = 2202

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
