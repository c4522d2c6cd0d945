// Licensed under the Apache License, Version 2.0; see LICENSE.

public import PolicyLanguage

extension Scenario {
  /// The same world with another number of made-up people: what happens at a rate happens in
  /// proportion to them; written people, limits and expectations stay.
  ///
  /// A tenth of the people is a rehearsal in a tenth of the time, twenty times as many show what
  /// growth brings.
  public func scaled(toPeople count: Int) -> Scenario {
    guard let generated = people?.generated, generated.count > 0, count > 0 else { return self }
    var scenario = self
    scenario.people?.generated?.count = count
    let ratio = Double(count) / Double(generated.count)
    for index in scenario.events.indices {
      guard case .rate(let perDay, let from, let until) = scenario.events[index].timing else {
        continue
      }
      scenario.events[index].timing = .rate(perDay: perDay * ratio, from: from, until: until)
    }
    return scenario
  }
}
