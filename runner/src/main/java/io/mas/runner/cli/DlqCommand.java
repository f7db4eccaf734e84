package io.mas.runner.cli;

import picocli.CommandLine.Command;

/** {@code mas-runner dlq}. */
@Command(
    name = "dlq",
    description = "The dead letters: messages that were refused or could not be handled.",
    subcommands = {
      DlqListCommand.class,
      DlqShowCommand.class,
      DlqReplayCommand.class,
      DlqDropCommand.class
    })
final class DlqCommand {}
