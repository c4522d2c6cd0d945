// Licensed under the Apache License, Version 2.0; see LICENSE.

import ArgumentParser
import Glibc

/// The command line: one file a command; each parses, calls, prints.
struct Parley: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parley",
    abstract: "Decides whether, when, how and from whom a person is written to, and proves why.",
    discussion: """
      Policies are YAML files in git. Nothing here sends anything: `simulate` and `plan` print the \
      decisions that a live run would take.

        parley init outreach                           a small bundle to start from
        parley check                                   all mistakes in one run
        parley simulate scenarios/first-month.yaml     rehearse months in seconds
        parley plan --contacts people.csv --at 2026-10-06T10:00Z
        parley why c-0007 --scenario first-month --at 2026-09-02T10:00

      Exit status: 0 fine, 1 problems found, 2 misuse, 70 internal fault. Results go to standard \
      output, everything else to standard error. Colour only on a terminal; NO_COLOR is kept.
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Write", subcommands: [Init.self, Check.self, Fmt.self, Preview.self, Chain.self]),
      CommandGroup(
        name: "Rehearse and ask",
        subcommands: [Simulate.self, PlanCommand.self, ListCommand.self, Why.self, When.self]),
      CommandGroup(name: "Look up", subcommands: [Explain.self, SchemaCommand.self]),
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
      guard Parley.exitCode(for: error) == .validationFailure else {
        printError(
          "parley: internal fault: \(error)\n  this is ours to mend, not yours: report it with the command\n"
        )
        exit(ExitCode.internalFault.rawValue)
      }
      printError(text + "\n")
      exit(ExitCode.misuse.rawValue)
    }
  }
}
