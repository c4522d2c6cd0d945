// Licensed under the Apache License, Version 2.0; see LICENSE.

/// A condition over the columns of one row, all of them strings.
///
/// Whoever compiles policies makes it of an expression; this module knows nothing of those.
public protocol RowPredicate: Sendable {
  /// The columns that it reads.
  var columns: [String] { get }
  /// Tells whether the row passes.
  ///
  /// - Parameter cells: The row's cells in the order of `columns`; `nil` for an empty one.
  func holds(_ cells: [String?]) throws(RowError) -> Bool
}

/// A text that is made of the columns of one row.
public protocol RowText: Sendable {
  /// The columns that it reads.
  var columns: [String] { get }
  /// Writes the text.
  ///
  /// - Parameter cells: The row's cells in the order of `columns`; `nil` for an empty one.
  func text(_ cells: [String?]) throws(RowError) -> String
}

/// Why a condition or text over a row has no result.
public struct RowError: Error, Hashable, Sendable {
  /// What went wrong, in words.
  public let reason: String

  /// Names the reason.
  public init(reason: String) { self.reason = reason }
}

/// Where a part of a mapping finds its rows.
public enum MappingSource: Hashable, Sendable {
  /// A file of the folder: `accounts.csv`.
  case file(String)
  /// An object of a system of record; in a folder the file `<name>.jsonl` or `<name>.csv`.
  case object(String)
}

/// Where a mapping finds one value of a row.
public enum MappedValue: Sendable {
  /// A column, perhaps with more said about it.
  case column(MappedColumn)
  /// The same for all rows, as written in the mapping.
  case constant(String)
  /// Known to be none.
  case none
  /// A text made of columns.
  case text(any RowText)

  /// A column and nothing more.
  public static func column(_ name: String) -> MappedValue { .column(MappedColumn(name)) }
}

/// A column of a file and how its cells become values.
public struct MappedColumn: Hashable, Sendable {
  /// The column's name; in JSON lines a path.
  public var name: String
  /// What stands for which value; `nil` for the cell itself.
  public var map: [String: String]?
  /// What stands for cells that aren't in `map`, empty ones included.
  public var otherwise: String?
  /// The currency of amounts that name none.
  public var unit: Currency?
  /// The column that says when the value was true.
  public var asOf: String?
  /// What separates the elements of a list.
  public var split: String?

  /// Names a column.
  public init(
    _ name: String, map: [String: String]? = nil, otherwise: String? = nil, unit: Currency? = nil,
    asOf: String? = nil, split: String? = nil
  ) {
    self.name = name
    self.map = map
    self.otherwise = otherwise
    self.unit = unit
    self.asOf = asOf
    self.split = split
  }
}

/// How rows of files become contacts, accounts, deals, suppressions and dated events.
public struct Mapping: Sendable {
  /// A fact and where its value stands.
  public struct FactValueSource: Sendable {
    /// The fact's name, without its object.
    public var name: String
    /// Where its value stands.
    public var value: MappedValue

    /// Pairs a fact with a place.
    public init(_ name: String, _ value: MappedValue) {
      self.name = name
      self.value = value
    }
  }

  /// How rows become accounts.
  public struct Accounts: Sendable {
    /// Where the rows are.
    public var source: MappingSource
    /// Which rows count; `nil` for all.
    public var predicate: (any RowPredicate)?
    /// The account's id.
    public var id: MappedValue
    /// Its facts.
    public var facts: [FactValueSource]

    /// Describes accounts.
    public init(
      source: MappingSource, predicate: (any RowPredicate)? = nil, id: MappedValue,
      facts: [FactValueSource] = []
    ) {
      self.source = source
      self.predicate = predicate
      self.id = id
      self.facts = facts
    }
  }

  /// Where a consent's parts stand.
  public struct ConsentSource: Sendable {
    /// The basis' word.
    public var basis: MappedValue
    /// When it was given.
    public var at: MappedValue?
    /// When it ends.
    public var until: MappedValue?
    /// Where it comes from.
    public var source: MappedValue?
    /// What proves it.
    public var evidence: MappedValue?

    /// Describes a consent.
    public init(
      basis: MappedValue, at: MappedValue? = nil, until: MappedValue? = nil,
      source: MappedValue? = nil, evidence: MappedValue? = nil
    ) {
      self.basis = basis
      self.at = at
      self.until = until
      self.source = source
      self.evidence = evidence
    }
  }

  /// How rows become contacts.
  public struct Contacts: Sendable {
    /// Where the rows are.
    public var source: MappingSource
    /// Which rows count; `nil` for all.
    public var predicate: (any RowPredicate)?
    /// The contact's id.
    public var id: MappedValue
    /// The id of the contact's account.
    public var account: MappedValue?
    /// An address a channel.
    public var addresses: [(channel: ChannelID, value: MappedValue)]
    /// A consent a channel.
    public var consents: [(channel: ChannelID, value: ConsentSource)]
    /// Its facts.
    public var facts: [FactValueSource]

    /// Describes contacts.
    public init(
      source: MappingSource, predicate: (any RowPredicate)? = nil, id: MappedValue,
      account: MappedValue? = nil, addresses: [(channel: ChannelID, value: MappedValue)] = [],
      consents: [(channel: ChannelID, value: ConsentSource)] = [], facts: [FactValueSource] = []
    ) {
      self.source = source
      self.predicate = predicate
      self.id = id
      self.account = account
      self.addresses = addresses
      self.consents = consents
      self.facts = facts
    }
  }

  /// How rows become deals.
  public struct Deals: Sendable {
    /// Where the rows are.
    public var source: MappingSource
    /// Which rows count; `nil` for all.
    public var predicate: (any RowPredicate)?
    /// The deal's id.
    public var id: MappedValue
    /// The id of the deal's account; an empty one is a deal without.
    public var account: MappedValue?
    /// The id of the deal's contact.
    public var contact: MappedValue?
    /// How the deal stands as long as no event is known; open where nothing is said.
    public var stage: MappedValue?
    /// Its facts.
    public var facts: [FactValueSource]

    /// Describes deals.
    public init(
      source: MappingSource, predicate: (any RowPredicate)? = nil, id: MappedValue,
      account: MappedValue? = nil, contact: MappedValue? = nil, stage: MappedValue? = nil,
      facts: [FactValueSource] = []
    ) {
      self.source = source
      self.predicate = predicate
      self.id = id
      self.account = account
      self.contact = contact
      self.stage = stage
      self.facts = facts
    }
  }

  /// How rows become people who are never written to.
  public struct Suppressions: Sendable {
    /// Where the rows are.
    public var source: MappingSource
    /// Which rows count; `nil` for all.
    public var predicate: (any RowPredicate)?
    /// The address; whoever has it on any channel is suppressed.
    public var address: MappedValue?
    /// The contact's id.
    public var contact: MappedValue?
    /// The reason that traces show.
    public var reason: String

    /// Describes suppressions.
    public init(
      source: MappingSource, predicate: (any RowPredicate)? = nil, address: MappedValue? = nil,
      contact: MappedValue? = nil, reason: String = "imported"
    ) {
      self.source = source
      self.predicate = predicate
      self.address = address
      self.contact = contact
      self.reason = reason
    }
  }

  /// How rows become events of one kind.
  public struct Events: Sendable {
    /// The event's name.
    public var event: String
    /// Where the rows are.
    public var source: MappingSource
    /// Which rows count; `nil` for all.
    public var predicate: (any RowPredicate)?
    /// When it happened; a row without gives no event and is counted.
    public var at: MappedValue
    /// The id of the contact it is about.
    public var contact: MappedValue?
    /// The id of the account it is about.
    public var account: MappedValue?
    /// The id of the deal it is about.
    public var deal: MappedValue?
    /// Its attributes, by name.
    public var attributes: [FactValueSource]

    /// Describes events.
    public init(
      event: String, source: MappingSource, predicate: (any RowPredicate)? = nil, at: MappedValue,
      contact: MappedValue? = nil, account: MappedValue? = nil, deal: MappedValue? = nil,
      attributes: [FactValueSource] = []
    ) {
      self.event = event
      self.source = source
      self.predicate = predicate
      self.at = at
      self.contact = contact
      self.account = account
      self.deal = deal
      self.attributes = attributes
    }
  }

  /// The mapping's name.
  public var id: String
  /// Accounts, read first.
  public var accounts: Accounts?
  /// Contacts, read second.
  public var contacts: Contacts?
  /// Deals, read third.
  public var deals: Deals?
  /// Suppressions.
  public var suppressions: [Suppressions]
  /// Events; at one instant those of an earlier entry come first.
  public var events: [Events]

  /// Describes a mapping.
  public init(
    id: String, accounts: Accounts? = nil, contacts: Contacts? = nil, deals: Deals? = nil,
    suppressions: [Suppressions] = [], events: [Events] = []
  ) {
    self.id = id
    self.accounts = accounts
    self.contacts = contacts
    self.deals = deals
    self.suppressions = suppressions
    self.events = events
  }
}
