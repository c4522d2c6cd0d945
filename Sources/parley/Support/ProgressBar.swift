// Licensed under the Apache License, Version 2.0; see LICENSE.

import Simulation

/// One line about long work, on standard error: done, rate, time left.
///
/// Shown after half a second, and then ten times a second on a terminal; without one, a line every
/// ten seconds.
struct ProgressBar {
  let label: String
  let unit: String
  let terminal: Terminal
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant
  private var isShown = false

  init(_ label: String, unit: String, terminal: Terminal) {
    self.label = label
    self.unit = unit
    self.terminal = terminal
    start = clock.now
    lastShown = start
  }

  /// Tells how far the work is: `share` from 0 to 1, and how many units were done.
  mutating func update(share: Double, count: Int) {
    let now = clock.now
    let pause: Duration =
      !terminal.showsProgress ? .seconds(10) : isShown ? .milliseconds(100) : .milliseconds(500)
    guard now - lastShown >= pause else { return }
    lastShown = now
    isShown = true
    let elapsed = (now - start) / .seconds(1)
    let rate = elapsed > 0 ? Double(count) / elapsed : 0
    let left = share > 0 ? elapsed / share - elapsed : 0
    let tail =
      "\(percent(share)) \(Layout.number(count)) \(unit), \(Layout.number(Int(rate)))/s, "
      + "\(span(left)) left"
    guard terminal.showsProgress else {
      printError("\(label): \(tail)\n")
      return
    }
    let room = max(8, min(30, terminal.width - label.count - tail.count - 5))
    let full = Int(share * Double(room))
    let bar = String(repeating: "█", count: full) + String(repeating: "·", count: room - full)
    printError("\r\u{1B}[K\(label) \(bar) \(tail)")
  }

  /// Takes the line away.
  mutating func finish() {
    if isShown && terminal.showsProgress { printError("\r\u{1B}[K") }
    isShown = false
  }

  /// Minutes from a minute and a half on: nobody counts more seconds.
  private func span(_ seconds: Double) -> String {
    seconds < 90 ? "\(Int(seconds + 0.5)) s" : "\(Int(seconds / 60 + 0.5)) min"
  }

  private func percent(_ share: Double) -> String {
    let text = String(Int(share * 100))
    return String(repeating: " ", count: max(0, 3 - text.count)) + text + "%"
  }
}
