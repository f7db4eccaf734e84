package io.mas.runner.cli;

import io.mas.gateway.letters.HeldMessages;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterException;
import io.mas.gateway.letters.LetterId;
import io.mas.runner.redis.RedisInUse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The held messages that a command decides on, and who decides. */
final class HeldChoice {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      converter = LetterIdConverter.class,
      description = "as `approvals list` shows it")
  private List<LetterId> ids = new ArrayList<>();

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "who decides, for the audit log; default: the user of this process")
  private @Nullable String by;

  String by() {
    return by == null ? System.getProperty("user.name", "unknown") : by;
  }

  /** Says the same of each, and what became of it; the exit status. */
  int each(
      CommandLine command,
      CommonOptions options,
      OutputOptions output,
      String done,
      BiConsumer<HeldMessages, Letter> word) {
    boolean all = true;
    try (RedisInUse redis = AdminRedis.open(options);
        HeldMessages held = HeldMessages.at(redis.url().value())) {
      for (LetterId id : new LinkedHashSet<>(ids)) {
        String problem = say(held, id, word);
        all &= problem.isEmpty();
        if (output.isJson()) {
          OutputOptions.line(
              command.getOut(), LetterJson.outcome(id, problem.isEmpty() ? done : "left", problem));
        } else if (problem.isEmpty()) {
          command.getOut().println(id + " " + done);
        }
        if (!problem.isEmpty()) {
          command.getErr().println(problem);
        }
      }
    }
    return all ? Exit.SUCCESS : Exit.FOUND_SOMETHING;
  }

  private static String say(HeldMessages held, LetterId id, BiConsumer<HeldMessages, Letter> word) {
    Optional<Letter> found = held.find(id);
    if (found.isEmpty()) {
      return HeldText.unknown(id);
    }
    try {
      word.accept(held, found.get());
      return "";
    } catch (LetterException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
