// Licensed under the Apache License, Version 2.0; see LICENSE.

extension DiagnosticCode {
  /// What `parley explain` shows.
  public var page: DiagnosticPage {
    switch self {
    case .fileUnreadable: .fileUnreadable
    case .fileTooLarge: .fileTooLarge
    case .notUTF8: .notUTF8
    case .bidirectionalControl: .bidirectionalControl
    case .controlCharacter: .controlCharacter
    case .nestedTooDeep: .nestedTooDeep
    case .tooManyFaults: .tooManyFaults
    case .tabIndentation: .tabIndentation
    case .unclosedQuote: .unclosedQuote
    case .unclosedBracket: .unclosedBracket
    case .unexpectedIndentation: .unexpectedIndentation
    case .colonInValue: .colonInValue
    case .missingColon: .missingColon
    case .reservedCharacter: .reservedCharacter
    case .textAfterValue: .textAfterValue
    case .syntax: .syntax
    case .duplicateKey: .duplicateKey
    case .keyNotText: .keyNotText
    case .directive: .directive
    case .escape: .escape
    case .blockHeader: .blockHeader
    case .anchor: .anchor
    case .alias: .alias
    case .tag: .tag
    case .tornCall: .tornCall
    case .commentInExpression: .commentInExpression
    case .commentSwallowsLines: .commentSwallowsLines
    case .frontMatter: .frontMatter
    case .unknownKind: .unknownKind
    case .unknownKey: .unknownKey
    case .missingKey: .missingKey
    case .wrongForm: .wrongForm
    case .wrongType: .wrongType
    case .notBool: .notBool
    case .outOfRange: .outOfRange
    case .unknownChoice: .unknownChoice
    case .badName: .badName
    case .keyConflict: .keyConflict
    case .windowEndsFirst: .windowEndsFirst
    case .rangeReversed: .rangeReversed
    case .noSuchTime: .noSuchTime
    case .misplacedKind: .misplacedKind
    case .settingsMissing: .settingsMissing
    case .duplicateName: .duplicateName
    case .literalSecret: .literalSecret
    case .sharesDoNotAddUp: .sharesDoNotAddUp
    case .notExecutedYet: .notExecutedYet
    case .reviewDue: .reviewDue
    }
  }
}
