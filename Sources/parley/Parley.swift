// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Glibc

/// The command line: one file a command; each parses, calls, prints.
struct Parley: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parley",
    abstract: "Decides whether, when, how and from whom a person is written to, and proves why.",
    discussion: """
      Policies are YAML files in git. Nothing here sends anything: `simulate` and `plan` print the
      decisions that a live run would take.

        parley check                                  all mistakes of the bundle in this folder
        parley simulate scenarios/first-quarter.yaml  rehearse a quarter in seconds
        parley plan --contacts people.csv --at 2026-10-06T10:00Z
        parley why c-0007 --scenario scenarios/winback.yaml --at 2026-10-20T10:00Z

      Exit status: 0 fine, 1 problems found, 2 misuse, 70 internal fault.
      """,
    version: "0.1.0",
    subcommands: [
      Check.self, Explain.self, Chain.self, SchemaCommand.self, Simulate.self,
      PlanCommand.self, Why.self, When.self,
    ])
}

@main
enum Main {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Parley.parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      printError("\(failure)\n")
      exit(failure.status)
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch {
      let text = Parley.fullMessage(for: error)
      if Parley.exitCode(for: error) == .success {
        printOut(text + "\n")
        exit(0)
      }
      printError(text + "\n")
      exit(ExitCode.misuse.rawValue)
    }
  }
}
