package io.mas.runner.cli;

import io.mas.gateway.letters.DeadLetterBox;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterContents;
import io.mas.gateway.letters.LetterId;
import io.mas.runner.redis.RedisInUse;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner dlq show}. */
@Command(name = "show", description = "Shows all of a dead letter, its payload decrypted.")
final class DlqShowCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "ID",
      converter = LetterIdConverter.class,
      description = "as `dlq list` shows it")
  private @Nullable LetterId id;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LetterId wanted = Objects.requireNonNull(id);
    PrintWriter out = spec.commandLine().getOut();
    try (RedisInUse redis = AdminRedis.open(options);
        DeadLetterBox box = DeadLetterBox.at(redis.url().value())) {
      Optional<Letter> found = box.find(wanted);
      if (found.isEmpty()) {
        spec.commandLine().getErr().println(LetterText.unknown(wanted));
        return Exit.FOUND_SOMETHING;
      }
      LetterContents contents = box.open(found.get());
      if (output.isJson()) {
        OutputOptions.line(out, LetterJson.of(found.get(), contents));
      } else {
        LetterText.full(found.get(), contents).forEach(out::println);
      }
    }
    return Exit.SUCCESS;
  }
}
