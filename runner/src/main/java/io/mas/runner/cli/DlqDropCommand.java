package io.mas.runner.cli;

import io.mas.gateway.letters.DeadLetterBox;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mas-runner dlq drop}. */
@Command(name = "drop", description = "Deletes dead letters for good.")
final class DlqDropCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private LetterChoice choice = new LetterChoice();

  @Option(names = "--yes", description = "needed with --all")
  private boolean yes;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (choice.all && !yes) {
      throw new ParameterException(
          spec.commandLine(), "--all deletes every dead letter that matches, for good: add --yes");
    }
    return new LetterWork(spec.commandLine(), output, "dropped")
        .on(options, choice, DeadLetterBox::drop);
  }
}
