// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser

@main
struct Parley: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parley", abstract: "Rules and policies for wanted, lawful outreach.")
}
