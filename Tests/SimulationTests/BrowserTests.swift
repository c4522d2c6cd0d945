// Licensed under the Apache License, Version 2.0; see LICENSE.

import Foundation
import Guards
import Testing

@testable import Simulation

/// The page in a real browser: it runs without an error, finds a decision, opens its card, and
/// draws itself light and dark, wide and narrow, and on paper.
///
/// Chromium is Debian's package of that name. Only with `PARLEY_NO_BROWSER=1` a machine without it
/// is fine; everywhere else the tests fail and say what to install.
@Suite(
  .serialized,
  .enabled(
    if: Browser.isThere || ProcessInfo.processInfo.environment["PARLEY_NO_BROWSER"] != "1",
    "PARLEY_NO_BROWSER=1, and there is no Chromium"))
struct BrowserTests {
  @Test func `the page runs without an error, whatever its texts hold`() throws {
    let browser = try Browser()
    let page = try browser.page()
    let dom = try browser.dom(page)
    #expect(!dom.contains("data-error"))
    #expect(dom.contains(#"data-ready="\#(try Self.decisionCount())""#))
    #expect(try browser.complaints() == [])
  }

  @Test func `a search by the address finds a person's decisions, and a card opens`() throws {
    let browser = try Browser()
    let page = try browser.page()
    let run = try RecordedRun(ReportPageTests.files)
    let table = run.record.table
    let row = try #require(table.rows.lastIndex { table.patterns[$0.pattern].verdict == .send })
    let contact = table.contacts[table.subjects[table.rows[row].subject].contact]
    let count = table.rows.count {
      table.contacts[table.subjects[$0.subject].contact] == contact
    }
    let dom = try browser.dom(page, fragment: "q=\(contact)&d=\(row)")
    #expect(dom.contains(#"data-found="\#(count)""#))
    #expect(dom.contains(#"data-card="\#(row)""#))
    #expect(dom.contains("Guards, in the order in which they are asked"))
    #expect(dom.contains("known-source"))
    #expect(dom.contains("account.health &gt;= 45"))
    // A fact that looks like markup is a text of the card.
    #expect(dom.contains("contact.source = &lt;/script&gt;&lt;img src=x"))
    #expect(!dom.contains("data-error"))
    #expect(try browser.complaints() == [])
  }

  @Test(arguments: [
    (name: "light", width: 1280, height: 3000, options: [String]()),
    (
      name: "dark", width: 1280, height: 3000,
      options: ["--blink-settings=preferredColorScheme=0"]
    ),
    (name: "phone", width: 390, height: 3000, options: []),
  ])
  func `every width and light shows the whole page`(
    name: String, width: Int, height: Int, options: [String]
  ) throws {
    let browser = try Browser()
    let page = try browser.page()
    let file = try browser.screenshot(
      width < 500 ? browser.framed(page, width: width, height: height) : page, name: name,
      width: max(500, width), height: height, options: options)
    // A blank page of this size takes a few kilobytes.
    #expect(try Data(contentsOf: file).count > 60_000)
    #expect(try browser.complaints() == [])
  }

  @Test func `paper gets the figures and charts`() throws {
    let browser = try Browser()
    let pdf = try browser.pdf(browser.page())
    #expect(try Data(contentsOf: pdf).prefix(5) == Data("%PDF-".utf8))
    #expect(try Data(contentsOf: pdf).count > 30_000)
  }

  private static func decisionCount() throws -> Int {
    try RecordedRun(ReportPageTests.files).report.verdicts.total
  }
}

/// Debian's Chromium without a window.
private final class Browser {
  static var path: String? {
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }
  static var isThere: Bool { path != nil }

  private let path: String
  private let folder: URL
  private var log: String = ""

  init() throws {
    path = try #require(
      Self.path,
      """
      the page's tests need Chromium: apt-get install --no-install-recommends chromium, \
      or set PARLEY_NO_BROWSER=1
      """)
    folder = FileManager.default.temporaryDirectory.appending(path: "parley-browser-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The page of a small run whose texts try to break out.
  func page() throws -> URL {
    let file = folder.appending(path: "report.html")
    try Data(RecordedRun(ReportPageTests.files).page).write(to: file)
    return file
  }

  /// The page in a frame: no window is narrower than 500 px, and phones are.
  func framed(_ page: URL, width: Int, height: Int) throws -> URL {
    let file = folder.appending(path: "frame.html")
    let frame = """
      <!doctype html><body style="margin:0"><iframe src="\(page.lastPathComponent)" \
      style="border:0;width:\(width)px;height:\(height)px"></iframe>
      """
    try frame.write(to: file, atomically: true, encoding: .utf8)
    return file
  }

  /// The document after its script ran.
  func dom(_ page: URL, fragment: String = "") throws -> String {
    try run(["--dump-dom", page.absoluteString + (fragment.isEmpty ? "" : "#\(fragment)")])
  }

  /// Draws the page; with `PARLEY_SCREENSHOTS=DIR` the pictures stay there for people.
  func screenshot(
    _ page: URL, name: String, width: Int, height: Int, options: [String]
  ) throws -> URL {
    let kept = ProcessInfo.processInfo.environment["PARLEY_SCREENSHOTS"].map { URL(filePath: $0) }
    let file = (kept ?? folder).appending(path: "report-\(name).png")
    _ = try run(
      options + [
        "--screenshot=\(file.path)", "--window-size=\(width),\(height)", page.absoluteString,
      ])
    return file
  }

  func pdf(_ page: URL) throws -> URL {
    let file = folder.appending(path: "report.pdf")
    _ = try run(["--no-pdf-header-footer", "--print-to-pdf=\(file.path)", page.absoluteString])
    return file
  }

  /// What the page itself or its policy complained about.
  func complaints() throws -> [String] {
    log.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
  }

  private func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments =
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--no-first-run", "--disable-background-networking", "--virtual-time-budget=3000",
        "--user-data-dir=\(folder.appending(path: "profile").path)",
        "--enable-logging=stderr", "--v=0",
      ] + arguments
    let out = folder.appending(path: "out.txt")
    let err = folder.appending(path: "err.txt")
    for file in [out, err] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    log += String(decoding: try Data(contentsOf: err), as: UTF8.self)
    #expect(process.terminationStatus == 0, "Chromium ends well")
    return String(decoding: try Data(contentsOf: out), as: UTF8.self)
  }
}
