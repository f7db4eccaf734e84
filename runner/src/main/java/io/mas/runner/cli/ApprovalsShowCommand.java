package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.letters.HeldMessages;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner approvals show}. */
@Command(
    name = "show",
    description = "Shows a message that waits for approval; its payload only with --payload.")
final class ApprovalsShowCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "ID",
      converter = LetterIdConverter.class,
      description = "as `approvals list` shows it")
  private @Nullable LetterId id;

  @Option(names = "--payload", description = "decrypts and shows the payload too")
  private boolean payload;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LetterId wanted = Objects.requireNonNull(id);
    PrintWriter out = spec.commandLine().getOut();
    try (RedisInUse redis = AdminRedis.open(options);
        HeldMessages held = HeldMessages.at(redis.url().value())) {
      Optional<Letter> found = held.find(wanted);
      if (found.isEmpty()) {
        spec.commandLine().getErr().println(HeldText.unknown(wanted));
        return Exit.FOUND_SOMETHING;
      }
      Letter message = found.get();
      LetterContents contents = held.open(message);
      if (output.isJson()) {
        ObjectNode tree = HeldText.json(message);
        if (payload) {
          LetterJson.payload(tree, contents.payload());
        }
        OutputOptions.line(out, tree);
      } else {
        HeldText.full(message, contents).forEach(out::println);
        if (payload) {
          LetterText.payload(contents.payload()).forEach(out::println);
        }
      }
    }
    return Exit.SUCCESS;
  }
}
