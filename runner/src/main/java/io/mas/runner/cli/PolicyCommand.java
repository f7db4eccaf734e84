package io.mas.runner.cli;

import picocli.CommandLine.Command;

/** {@code mas-runner policy}. */
@Command(
    name = "policy",
    description = "Who may send what to whom, by agents.yaml and gateway.yaml.",
    subcommands = {
      PolicyCheckCommand.class,
      PolicyExplainCommand.class,
      PolicyTestCommand.class,
      PolicySummaryCommand.class,
      PolicyDiffCommand.class
    })
final class PolicyCommand {}
