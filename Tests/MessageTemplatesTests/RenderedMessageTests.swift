// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import Testing

@Suite struct RenderedMessageTests {
  static func template(_ body: String, format: RenderMode = .text) -> MessageTemplate {
    MessageTemplate(
      id: .init(name: "winback/new-angle", channel: "email", language: "en"),
      file: "templates/email/new-angle.en.md", format: format,
      subject: .init(MessageText("{{deal.package}}, but smaller?"), fileRange: 0..<0),
      preheader: .init(MessageText("One page"), fileRange: 0..<0),
      provider: .init(
        .name("check_in"),
        variables: ["1": .init(MessageText("{{name | default: 'there'}}"), fileRange: 0..<0)]),
      body: MessageText(body), bodyOffset: 0)
  }

  @Test func `a message has all its texts`() throws {
    let message = try Self.template("Hi {{name}},\r\n\r\n{{deal.package}}\r\n{{> end}}").render(
      ["name": .string("Ada"), "deal.package": .string("R&D")],
      partials: TemplatePartials(["end": MessageText("Bye\n\n")]), format: english)
    #expect(
      message
        == RenderedMessage(
          subject: "R&D, but smaller?", preheader: "One page", text: "Hi Ada,\n\nR&D\nBye",
          providerVariables: ["1": "Ada"]))
  }

  @Test func `a value can't add a header`() throws {
    let message = try Self.template("x").render(
      ["deal.package": .string("A\r\nBcc: all@example.com\u{0}\u{2028}B")], format: english)
    #expect(message.subject == "A Bcc: all@example.com B, but smaller?")
    #expect(message.providerVariables == ["1": "there"])
  }

  @Test func `the text that can't be written is named`() {
    let error = #expect(throws: MessageRenderError.self) {
      try Self.template("x").render(NoTemplateValues(), format: english)
    }
    #expect(error?.part == .subject)
    #expect(error?.error.path == "deal.package")
  }

  @Test(arguments: [
    ("<p>Hi {{name}},</p><p>one<br>two</p>", "Hi <Ada> & Co,\n\none\ntwo"),
    ("<ul><li>a</li><li>b</li></ul>end", "- a\n- b\n\nend"),
    ("<a href=\"https://e.example/?a=1&amp;b=2\">Look</a>!", "Look (https://e.example/?a=1&b=2)!"),
    ("<a href='https://e.example'>https://e.example</a>.", "https://e.example."),
    ("<a href=https://e.example><img src=\"x\" alt=\"logo\"></a>", "logo (https://e.example)"),
    ("<a href=\"https://e.example\">Look </a>", "Look (https://e.example)"),
    ("<HEAD><title>x</title></header></HEAD>a<header>b</header>", "a\nb"),
    ("<style>p{}</style><!-- no --><b>3 &lt; 4</b> &#8212; &nope; 3 < 4", "3 < 4 — &nope; 3 < 4"),
    ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ("<p", "",), ("a &", "a &"), ("<a href=", ""), ("<script>x", ""),
  ])
  func `HTML is also told as text`(_ body: String, _ text: String) throws {
    let message = try Self.template(body, format: .html).render(
      ["name": .string("<Ada> & Co"), "deal.package": .string("x")], format: english)
    #expect(message.text == text)
    #expect(message.html != nil)
  }
}
