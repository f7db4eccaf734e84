package io.mas.runner.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code mas-runner}: no command means {@code run}. */
@Command(
    name = "mas-runner",
    scope = ScopeType.INHERIT, // help, version and exit statuses hold for every command
    description = "Runs agents that talk through Redis Streams, every message past a gateway.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      GatewayCommand.class,
      ServiceCommand.class,
      AgentsCommand.class,
      CheckCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      DrainCommand.class,
      QuarantineCommand.class,
      KillCommand.class,
      BreakerCommand.class,
      DlqCommand.class,
      ApprovalsCommand.class,
      PolicyCommand.class,
      AgentCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:success",
      "1:something was found or is not there, or an agent could not start",
      "2:bad usage or configuration",
      "3:Redis out of reach",
      "130:stopped, in order, by Ctrl-C",
      "143:stopped, in order, by SIGTERM"
    })
public final class RunnerCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new Run(options, spec.commandLine()).allOf(run);
  }

  /** The command line, with its errors as people should see them. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new RunnerCommand());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionStrategy(
        parsed -> {
          refuseOptionsBeforeTheCommand(parsed);
          return new CommandLine.RunLast().execute(parsed);
        });
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          int status = Exit.of(failure);
          if (status < 0) {
            throw failure; // a defect: its stack trace helps
          }
          command.getErr().println(failure.getMessage());
          return status;
        });
    commandLine.setParameterExceptionHandler(RunnerCommand::badUsage);
    return commandLine;
  }

  /** They would be those of the run that no command means, and without effect on another one. */
  private static void refuseOptionsBeforeTheCommand(ParseResult parsed) {
    if (!parsed.hasSubcommand() || parsed.matchedOptions().isEmpty()) {
      return;
    }
    ParseResult command = parsed.subcommand();
    String option = parsed.matchedOptions().get(0).longestName();
    throw new ParameterException(
        command.commandSpec().commandLine(),
        "%s stands before the command; write it after: %s %s"
            .formatted(option, command.commandSpec().qualifiedName(), option));
  }

  private static int badUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println(failure.getMessage() + Suggestion.of(failure));
    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return Exit.BAD_CONFIGURATION;
  }
}
