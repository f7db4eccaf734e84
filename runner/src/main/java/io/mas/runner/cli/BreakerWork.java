package io.mas.runner.cli;

import io.mas.gateway.CircuitBreakers;
import io.mas.runner.redis.RedisInUse;
import io.mas.runner.yaml.Nearest;
import java.io.PrintWriter;
import java.util.function.BiPredicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks something of the circuit of an agent. */
final class BreakerWork {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  /**
   * Returns the exit status.
   *
   * @param request what to ask for, given the agent; false if there is no such agent
   * @param done what to say at the end
   */
  int ask(PrintWriter out, BiPredicate<CircuitBreakers, String> request, String done) {
    try (RedisInUse redis = AdminRedis.open(options);
        CircuitBreakers breakers = CircuitBreakers.at(redis.url().value())) {
      if (!request.test(breakers, agent)) {
        throw unknown(agent, redis, breakers);
      }
      out.printf("the circuit of %s %s; in force within a second%n", agent, done);
      return Exit.SUCCESS;
    }
  }

  static NotFoundException unknown(String agent, RedisInUse redis, CircuitBreakers breakers) {
    return new NotFoundException(
        "there is no agent '%s' at %s%s"
            .formatted(agent, redis.url(), Nearest.hint(agent, breakers.agents())));
  }
}
