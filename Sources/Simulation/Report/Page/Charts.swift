// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology

/// Charts as SVG that fills whatever width there is: places across are shares, heights are pixels,
/// so that texts keep their size on a phone.
enum Charts {
  /// One part of a stacked bar, or a series of a chart.
  struct Series {
    var name: String
    /// The class that gives it its colour.
    var style: String
    var values: [Int]
  }

  /// A mark of an axis.
  struct Tick {
    var position: Double
    var label: String
    /// True if a narrow screen leaves it out.
    var isMinor: Bool
  }

  /// Bars over days, the series on top of each other.
  static func stackedDays(
    _ series: [Series], days: Days, height: Int = 220, unit: String, label: String
  ) -> Markup {
    let count = days.count
    let sums = (0..<count).map { day in series.reduce(0) { $0 + $1.values[day] } }
    let top = Scale(max: sums.max() ?? 0)
    let plot = Double(height - 20)
    var bars: [Markup] = []
    for day in 0..<count where sums[day] > 0 {
      var y = plot
      var parts: [Markup] = []
      for entry in series where entry.values[day] > 0 {
        let tall = Double(entry.values[day]) / Double(top.end) * (plot - 16)
        y -= tall
        parts.append(rect(days, day, y: y, height: tall, style: entry.style))
      }
      let words = series.filter { $0.values[day] > 0 }.map { "\($0.name) \($0.values[day])" }
      let detail = series.count > 1 ? ": \(words.joined(separator: ", "))" : ""
      bars.append(
        "<g><title>\(PageWords.fullDate(days.date(day))) · \(PageWords.counted(sums[day], unit))\(detail)</title>\(parts)</g>"
      )
    }
    let lines = top.ticks.map { tick -> Markup in
      let y = plot - Double(tick) / Double(top.end) * (plot - 16)
      return """
        <line class="\(tick == 0 ? "axis" : "grid")" x2="100%" y1="\(pixels(y))" y2="\(pixels(y))"/>\
        <text class="scale" x="-8" y="\(pixels(y + 4))">\(Layout.number(tick))</text>
        """
    }
    let marks = days.ticks.map { tick -> Markup in
      """
      <text class="tick\(tick.isMinor ? " minor" : "")" x="\(share(tick.position))" \
      y="\(height - 4)">\(tick.label)</text>
      """
    }
    return """
      <svg class="plot scaled" height="\(height)" role="img" aria-label="\(label)">\
      \(lines)\(bars)\(marks)</svg>
      """
  }

  /// A small chart of one series; several of them share `top`.
  static func smallDays(
    _ values: [Int], days: Days, top: Int, style: String, unit: String, label: String,
    marked: (Int) -> Bool = { _ in false }, words: ((Int) -> String)? = nil
  ) -> Markup {
    let height = 56.0
    let bars = values.indices.filter { values[$0] > 0 || marked($0) }.map { day -> Markup in
      let tall = max(1, Double(values[day]) / Double(max(1, top)) * (height - 2))
      let text = words?(day) ?? PageWords.counted(values[day], unit)
      return """
        <g><title>\(PageWords.fullDate(days.date(day))) · \(text)</title>\
        \(rect(days, day, y: height - tall, height: tall, style: marked(day) ? "bound" : style))</g>
        """
    }
    return """
      <svg class="plot" width="100%" height="57" role="img" aria-label="\(label)">\
      <line class="axis" x2="100%" y1="56.5" y2="56.5"/>\(bars)</svg>
      """
  }

  /// Parts of a whole, side by side.
  static func shares(_ parts: [(count: Int, style: String)], of whole: Int) -> Markup {
    var x = 0.0
    let bars = parts.filter { $0.count > 0 }.map { part -> Markup in
      let wide = Double(part.count) * 100 / Double(max(1, whole))
      defer { x += wide }
      return """
        <rect class="\(part.style)" x="\(share(x))" width="\(share(max(wide, 0.4)))" height="12"/>
        """
    }
    return "<svg class=\"shares\" width=\"100%\" height=\"12\" aria-hidden=\"true\">\(bars)</svg>"
  }

  private static func rect(
    _ days: Days, _ day: Int, y: Double, height: Double, style: String
  ) -> Markup {
    let wide = 100 / Double(days.count)
    let gap = days.count > 120 ? 0.0 : wide * 0.16
    return """
      <rect class="\(style)" x="\(share(Double(day) * wide + gap / 2))" y="\(pixels(y))" \
      width="\(share(wide - gap))" height="\(pixels(height))"/>
      """
  }

  static func share(_ value: Double) -> String { PageWords.decimal(value) + "%" }

  static func pixels(_ value: Double) -> String { PageWords.decimal(value) }
}

/// The days that a chart spans.
struct Days {
  var first: CivilDate
  var count: Int

  func date(_ index: Int) -> CivilDate { first.adding(days: index) }

  /// Marks at the first days of months, or at Mondays in a short span.
  var ticks: [Charts.Tick] {
    let isLong = count > 70
    var ticks: [Charts.Tick] = []
    for index in 0..<count {
      let date = self.date(index)
      let isMark =
        index == 0 || (isLong ? date.day == 1 : date.weekday == .monday)
      guard isMark else { continue }
      let position = Double(index) * 100 / Double(count)
      if let last = ticks.last, position - last.position < 6 { continue }
      guard position < 94 else { continue }
      ticks.append(
        Charts.Tick(
          position: position, label: PageWords.day(date), isMinor: ticks.count % 2 == 1))
    }
    return ticks
  }
}

/// A scale from zero with round steps.
struct Scale {
  var step: Int
  var end: Int

  init(max: Int) {
    var step = 1
    let factors = [2, 5, 10]
    var power = 1
    var place = 0
    while step * 4 < max {
      step = power * factors[place]
      place += 1
      if place == 3 {
        place = 0
        power *= 10
      }
    }
    self.step = step
    end = Swift.max(step, (max + step - 1) / step * step)
  }

  var ticks: [Int] { Array(stride(from: 0, through: end, by: step)) }
}
