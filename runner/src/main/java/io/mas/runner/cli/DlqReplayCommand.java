package io.mas.runner.cli;

import io.mas.gateway.letters.DeadLetterBox;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner dlq replay}. */
@Command(
    name = "replay",
    description = {
      "Sends the messages of dead letters again, the oldest first.",
      "Each goes past the gateway, by the permissions of now, and is handled as if for the first"
          + " time. One that is refused or fails again is a dead letter again, under another id."
    })
final class DlqReplayCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private LetterChoice choice = new LetterChoice();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new LetterWork(spec.commandLine(), output, "replayed")
        .on(options, choice, DeadLetterBox::replay);
  }
}
