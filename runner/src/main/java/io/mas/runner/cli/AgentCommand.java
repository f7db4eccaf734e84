package io.mas.runner.cli;

import picocli.CommandLine.Command;

/** {@code mas-runner agent}. */
@Command(
    name = "agent",
    description = "Who is provisioned: credentials, keys and what they are granted.",
    subcommands = {
      AgentAddCommand.class,
      AgentListCommand.class,
      AgentShowCommand.class,
      AgentRotateCommand.class,
      AgentRevokeCommand.class,
      AgentRemoveCommand.class
    })
final class AgentCommand {}
