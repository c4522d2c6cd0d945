// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// Channels that take free texts only for a while after the person's own message.
struct SessionTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var outside: String
    var replies: [String] = []
    var hasProviderText = false
    var decisions: [String]
  }

  static let heldTwice = [
    "5 10:00 ana s hold template until 8 10:00", "8 10:00 ana s skip approval_expired",
    "8 10:00 ana t hold template until 11 10:00", "11 10:00 ana t skip approval_expired",
  ]

  @Test(arguments: [
    Case(
      testDescription: "no word means a template of the provider", outside: "",
      hasProviderText: true,
      decisions: [
        "5 10:00 ana s send", "5 11:00 ana t wait gap until 5 15:00", "5 15:00 ana t send",
      ]),
    Case(
      testDescription: "without a template of the provider a person decides", outside: "",
      decisions: Self.heldTwice),
    Case(
      testDescription: "template", outside: ", outside: template",
      decisions: Self.heldTwice),
    Case(
      testDescription: "wait goes on with the person's message", outside: ", outside: wait",
      replies: ["6 10:20"],
      decisions: [
        "5 10:00 ana s wait session", "6 11:00 ana s send",
        "6 12:00 ana t wait gap until 6 16:00", "6 16:00 ana t send",
      ]),
    Case(
      testDescription: "wait doesn't use a template of the provider", outside: ", outside: wait",
      hasProviderText: true, decisions: ["5 10:00 ana s wait session"]),
    Case(
      testDescription: "skip goes on with the next step", outside: ", outside: skip",
      decisions: ["5 10:00 ana s skip session", "5 10:00 ana t skip session"]),
    Case(
      testDescription: "the session's end is no longer in it", outside: ", outside: skip",
      replies: ["4 10:00"],
      decisions: ["5 10:00 ana s skip session", "5 10:00 ana t skip session"]),
    Case(
      testDescription: "a session is asked about when the wait before it is over",
      outside: ", outside: skip",
      replies: ["4 12:30"],
      decisions: [
        "5 10:00 ana s send", "5 11:00 ana t wait gap until 5 15:00", "5 15:00 ana t skip session",
      ]),
  ])
  func `outside a session the channel does what it says`(_ c: Case) throws {
    var texts: [String: String] = [
      "chat.en.md": "---\ntemplate: chat\nchannel: chat\nlanguage: en\n---\nHello.\n"
    ]
    if c.hasProviderText {
      texts["chat.wa.en.md"] = """
        ---
        template: chat
        channel: chat
        language: en
        provider: {name: chat_hello, language: en, category: utility}
        ---
        Hello.
        """
      texts["chat.en.md"] = nil
    }
    var world = try TestWorld(
      """
      channel: chat
      plugin: file
      consent: [explicit]
      session: {open_for: 24h, after: contact.last_inbound_at\(c.outside)}
      ---
      limit: gap
      scope: contact
      gap: 5h
      ---
      policy: p
      enrol: {on: asked}
      steps:
        - {id: s, send: {channel: chat, template: chat}}
        - {id: t, send: {channel: chat, template: chat}}
      """, templates: texts)
    try world.person("ana", consent: ["chat": .explicit])
    try world.happens("asked", to: "ana", at: "5 10:00")
    for at in c.replies {
      try world.happens("contact.replied", to: "ana", at: at, ["human", "chat", "hi"])
    }
    #expect(
      world.timeline(from: c.replies.first?.hasPrefix("4") == true ? "4" : "5") == c.decisions)
  }

  @Test(arguments: [
    ("sticky: conversation", false), ("sticky: {conversation, lost: wait}", false),
    ("sticky: {conversation: true}", false), ("sticky: {conversation: true, lost: wait}", false),
    ("sticky: {conversation: true, lost: move}", true), ("sticky: {conversation: false}", true),
  ])
  func `a conversation whose sender is lost waits, unless it may move`(
    sticky: String, moves: Bool
  ) throws {
    var world = try TestWorld(
      """
      pool: founders
      channel: email
      senders: [{id: anna, name: Anna, address: anna@studio.example.com}]
      choose: {\(sticky)}
      ---
      pool: others
      channel: email
      senders: [{id: lev, name: Lev, address: lev@studio.example.com}]
      ---
      policy: p
      enrol: {on: asked}
      steps: [{id: s, send: {channel: email, template: hello, pool: founders}}]
      """)
    let ana = try world.person("ana")
    try world.happens("asked", to: "ana", at: "5 10:00")
    var drive = world.drive()
    // As after a change of the bundle: somebody wrote before who isn't in the pool any more.
    let pool = try #require(drive.engine.bundle.pools.firstIndex { $0.id == "founders" })
    let lev = try #require(
      drive.engine.context.world.index.senders.firstIndex { $0.sender.id == "lev" })
    drive.engine.context.world.conversations[World.ConversationKey(contact: ana, pool: pool)] = lev
    drive.run(until: TestWorld.instant("6"))
    #expect(
      drive.decisions.map(TestWorld.line)
        == [moves ? "5 10:00 ana s send from anna" : "5 10:00 ana s wait sender"])
  }
}
