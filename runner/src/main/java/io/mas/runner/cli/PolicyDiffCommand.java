package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.DecisionReplay;
import io.mas.gateway.DecisionReplay.Change;
import io.mas.protocol.Json;
import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.PolicySource;
import io.mas.runner.redis.RedisInUse;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mas-runner policy diff}. */
@Command(
    name = "diff",
    description =
        "Which messages of the audit log a candidate would decide otherwise: status 1 if any.")
final class PolicyDiffCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--candidate",
      paramLabel = "FILE",
      required = true,
      description = "an agents.yaml, with the gateway.yaml that it names")
  private Path candidate = Path.of("");

  @Option(
      names = "--since",
      paramLabel = "TIME",
      required = true,
      converter = MomentConverter.class,
      description =
          "the first moment: a duration ago such as 24h, or a time such as"
              + " 2026-01-31T12:00:00Z")
  private UnaryOperator<Instant> since = UnaryOperator.identity();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PolicySource policy = PolicySource.of(Configuration.load(candidate, System.getenv()));
    PrintWriter out = spec.commandLine().getOut();
    try (RedisInUse redis = AdminRedis.open(options)) {
      DecisionReplay.Outcome outcome =
          DecisionReplay.of(redis.url().value(), policy.policy(), since);
      if (output.isJson()) {
        outcome.changes().forEach((change, count) -> OutputOptions.line(out, json(change, count)));
      } else {
        Columns table = new Columns();
        outcome.changes().forEach((change, count) -> row(table, change, count));
        table.lines().forEach(out::println);
        long changed = outcome.changes().values().stream().mapToLong(Long::longValue).sum();
        out.printf("%d of %d messages would be decided otherwise%n", changed, outcome.judged());
        if (outcome.unreadable() > 0) {
          out.printf("%d records cannot be read%n", outcome.unreadable());
        }
      }
      return outcome.changes().isEmpty() ? Exit.SUCCESS : Exit.FOUND_SOMETHING;
    }
  }

  private static void row(Columns table, Change change, long count) {
    table.row(
        Long.toString(count),
        change.was() + " -> " + change.now(),
        change.sender() + " to " + change.target(),
        change.type(),
        Printable.of(change.reason()));
  }

  private static ObjectNode json(Change change, long count) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("count", count);
    tree.put("from", change.sender());
    tree.put("to", change.target());
    tree.put("type", change.type());
    tree.put("was", change.was().toString());
    tree.put("now", change.now().toString());
    tree.put("reason", change.reason());
    return tree;
  }
}
