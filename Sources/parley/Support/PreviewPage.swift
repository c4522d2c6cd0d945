// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import Simulation

/// Messages as one page for the browser: no script, no network; a message can't reach the page
/// around it.
enum PreviewPage {
  static func html(_ cards: [PreviewCard]) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'">
    <title>\(HTMLText.escaped(cards.first?.title ?? "Preview"))</title>
    <style>
    :root { color-scheme: light dark; --line: #d8d5cf; --soft: #6b6a66; --paper: #fff; --page: #f4f2ee; }
    @media (prefers-color-scheme: dark) { :root { --line: #3a3a3d; --soft: #a3a29d; --paper: #1d1d20; --page: #121214; } }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 2rem 1rem; background: var(--page); }
    main { max-width: 44rem; margin: 0 auto; }
    h1 { font-size: 1rem; margin: 2.5rem 0 .5rem; }
    section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); }
    dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
    pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: 1.25rem; }
    iframe { border: 0; width: 100%; height: 34rem; background: #fff; }
    ul { color: var(--soft); font-size: .875rem; padding-left: 1.25rem; }
    li.fault { color: #c0392b; }
    </style>
    </head>
    <body>
    <main>
    \(cards.map(section).joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }

  private static func section(_ card: PreviewCard) -> String {
    let head = card.head.map {
      "<dt>\(HTMLText.escaped($0.name))</dt><dd>\(HTMLText.escaped($0.value))</dd>"
    }
    let body =
      card.message.html.map {
        "<iframe sandbox=\"\" title=\"message\" srcdoc=\"\(HTMLText.escaped($0))\"></iframe>"
      } ?? "<pre>\(HTMLText.escaped(card.message.text))</pre>"
    let notes =
      card.measures.map { "<li>\(HTMLText.escaped($0))</li>" }
      + card.faults.map { "<li class=\"fault\">\(HTMLText.escaped($0))</li>" }
    return """
      <h1>\(HTMLText.escaped(card.title))</h1>
      <section>
      <dl>\(head.joined(separator: "\n"))</dl>
      \(body)
      </section>
      <ul>\(notes.joined(separator: "\n"))</ul>
      """
  }
}
