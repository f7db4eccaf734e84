package io.mas.runner.cli;

import picocli.CommandLine.Command;

/** {@code mas-runner breaker}. */
@Command(
    name = "breaker",
    description = "The circuit breakers: agents that fail are left alone for a while.",
    subcommands = {
      BreakerListCommand.class,
      BreakerShowCommand.class,
      BreakerOpenCommand.class,
      BreakerCloseCommand.class,
      BreakerResetCommand.class
    })
final class BreakerCommand {}
