// Licensed under the Apache License, Version 2.0; see LICENSE.

/// One file of `templates/`: a message of one template, for one channel, in one language.
public struct MessageTemplate: Hashable, Sendable {
  /// What identifies a template's text: file names are free.
  public struct ID: Hashable, Sendable {
    /// The template's name, `winback/new-angle`.
    public let name: String
    /// The channel it is written for.
    public let channel: String
    /// The language it is written in, such as `en`.
    public let language: String

    /// Names a text.
    public init(name: String, channel: String, language: String) {
      self.name = name
      self.channel = channel
      self.language = language
    }
  }

  /// A text of the front matter.
  public struct Field: Hashable, Sendable {
    /// The text.
    public let text: MessageText
    /// The scalar's bytes in the file.
    public let fileRange: Range<Int>

    /// Places a text in its file.
    public init(_ text: MessageText, fileRange: Range<Int>) {
      self.text = text
      self.fileRange = fileRange
    }
  }

  /// A template that lives at the provider; the body is then its transcript.
  public struct Provider: Hashable, Sendable {
    /// How the provider knows it.
    public enum Reference: Hashable, Sendable {
      /// By name, as WhatsApp does.
      case name(String)
      /// By number or id.
      case id(String)
      /// By the event that sets it off.
      case event(String)
    }

    /// How the provider knows it.
    public let reference: Reference
    /// The provider's own word for the language.
    public let language: String?
    /// The provider's category, such as `marketing`.
    public let category: String?
    /// What the provider puts into its text.
    public let variables: [String: Field]

    /// Describes a provider's template.
    public init(
      _ reference: Reference, language: String? = nil, category: String? = nil,
      variables: [String: Field] = [:]
    ) {
      self.reference = reference
      self.language = language
      self.category = category
      self.variables = variables
    }
  }

  /// What identifies the text.
  public let id: ID
  /// Its path in the bundle.
  public let file: String
  /// What the message argues with; for reports.
  public let angle: String?
  /// Whether the body is text or HTML.
  public let format: RenderMode
  /// The subject line.
  public let subject: Field?
  /// What mail programs show after the subject.
  public let preheader: Field?
  /// The template at the provider, if it lives there.
  public let provider: Provider?
  /// Paths of the files that go with it.
  public let attachments: [String]
  /// The text that is sent.
  public let body: MessageText
  /// The first byte of the body in the file: an offset in the body plus this is one in the file.
  public let bodyOffset: Int

  /// Describes a template.
  public init(
    id: ID, file: String, angle: String? = nil, format: RenderMode = .text,
    subject: Field? = nil, preheader: Field? = nil, provider: Provider? = nil,
    attachments: [String] = [], body: MessageText, bodyOffset: Int
  ) {
    self.id = id
    self.file = file
    self.angle = angle
    self.format = format
    self.subject = subject
    self.preheader = preheader
    self.provider = provider
    self.attachments = attachments
    self.body = body
    self.bodyOffset = bodyOffset
  }

  /// A text among those that a template has.
  public enum Part: Hashable, Sendable {
    /// The subject line.
    case subject
    /// What mail programs show after the subject.
    case preheader
    /// A variable of the provider's template.
    case providerVariable(String)
    /// The text that is sent.
    case body
  }

  /// All texts, in a fixed order: subject, preheader, provider's variables by name, body.
  public var texts: [(part: Part, text: MessageText)] {
    var texts: [(part: Part, text: MessageText)] = []
    if let subject { texts.append((.subject, subject.text)) }
    if let preheader { texts.append((.preheader, preheader.text)) }
    for (name, field) in (provider?.variables ?? [:]).sorted(by: { $0.key < $1.key }) {
      texts.append((.providerVariable(name), field.text))
    }
    texts.append((.body, body))
    return texts
  }
}
