package io.mas.runner.cli;

import io.mas.gateway.letters.HeldMessages;
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

/** {@code mas-runner approvals list}. */
@Command(
    name = "list",
    description = "Lists the messages that wait for approval, the oldest first.")
final class ApprovalsListCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

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
        HeldMessages held = HeldMessages.at(redis.url().value())) {
      List<Letter> found = new ArrayList<>();
      Iterator<Letter> messages = held.oldestFirst();
      while (messages.hasNext() && found.size() < limit) {
        found.add(messages.next());
      }
      if (output.isJson()) {
        found.forEach(message -> OutputOptions.line(out, HeldText.json(message)));
      } else {
        HeldText.table(found).forEach(out::println);
        if (messages.hasNext()) {
          out.printf("There are more than %d; --limit shows more.%n", limit);
        }
      }
    }
    return Exit.SUCCESS;
  }
}
