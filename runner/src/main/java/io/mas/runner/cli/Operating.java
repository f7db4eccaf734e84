package io.mas.runner.cli;

import io.mas.gateway.Operations;
import io.mas.runner.redis.RedisInUse;
import io.mas.runner.yaml.Nearest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks something of the instances of an agent, and waits until all have done it. */
final class Operating {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "how long to wait for its instances (${DEFAULT-VALUE}); what was asked stands")
  private Duration timeout = Duration.ofSeconds(60);

  /**
   * Returns the exit status.
   *
   * @param request what to ask for, given the agent; false if there is no such agent
   * @param done what to say at the end
   */
  int ask(PrintWriter out, BiPredicate<Operations, String> request, String done) {
    try (RedisInUse redis = RunningRedis.open(options);
        Operations operations = Operations.at(redis.url().value())) {
      if (!request.test(operations, agent)) {
        throw new NotFoundException(
            "there is no agent '%s' at %s%s"
                .formatted(agent, redis.url(), Nearest.hint(agent, operations.agents())));
      }
      List<String> missing = await(operations, out);
      if (!missing.isEmpty()) {
        throw new NotFoundException(
            "%s: not done within %s by %s; what was asked stands, and they follow when they can"
                .formatted(agent, seconds(timeout), String.join(", ", missing)));
      }
      int left = operations.instances(agent).size();
      out.printf("%s %s; instances registered: %d%n", agent, done, left);
      out.flush();
      return Exit.SUCCESS;
    }
  }

  /** The instances that have not done it when the time is over; tells whenever they change. */
  private List<String> await(Operations operations, PrintWriter out) {
    long end = System.nanoTime() + timeout.toNanos();
    List<String> told = new ArrayList<>();
    while (true) {
      List<String> missing =
          operations.instances(agent).stream()
              .filter(instance -> !instance.follows())
              .map(Operations.Instance::id)
              .toList();
      if (missing.isEmpty() || System.nanoTime() >= end) {
        return missing;
      }
      if (!missing.equals(told)) {
        told = missing;
        out.printf("%s: waiting for %s%n", agent, String.join(", ", missing));
        out.flush();
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
