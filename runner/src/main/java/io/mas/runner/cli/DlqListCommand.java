package io.mas.runner.cli;

import io.mas.gateway.letters.DeadLetterBox;
import io.mas.gateway.letters.Letter;
import io.mas.runner.redis.RedisInUse;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mas-runner dlq list}. */
@Command(name = "list", description = "Lists dead letters, the newest first.")
final class DlqListCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private LetterFilter filter = new LetterFilter();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "no more than so many; default: ${DEFAULT-VALUE}")
  private int limit = 50;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (RedisInUse redis = AdminRedis.open(options);
        DeadLetterBox box = DeadLetterBox.at(redis.url().value())) {
      List<Letter> found = new ArrayList<>();
      Iterator<Letter> letters = box.newestFirst();
      boolean more = false;
      while (letters.hasNext() && !more) {
        Letter letter = letters.next();
        if (filter.matches(letter)) {
          more = found.size() == limit;
          if (!more) {
            found.add(letter);
          }
        }
      }
      if (output.isJson()) {
        found.forEach(letter -> OutputOptions.line(out, LetterJson.of(letter)));
      } else {
        LetterText.table(found).forEach(out::println);
        if (more) {
          out.printf("There are more than %d; --limit shows more.%n", limit);
        }
      }
    }
    return Exit.SUCCESS;
  }
}
