package io.mas.runner.cli;

import io.mas.gateway.CircuitBreakers;
import io.mas.gateway.breaker.CircuitStatus;
import io.mas.runner.redis.RedisInUse;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner breaker show}. */
@Command(name = "show", description = "Shows the circuit of an agent.")
final class BreakerShowCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (RedisInUse redis = AdminRedis.open(options);
        CircuitBreakers breakers = CircuitBreakers.at(redis.url().value())) {
      CircuitStatus status =
          breakers.of(agent).orElseThrow(() -> BreakerWork.unknown(agent, redis, breakers));
      if (output.isJson()) {
        OutputOptions.line(out, CircuitView.json(status));
      } else {
        CircuitView.lines(status).forEach(out::println);
      }
    }
    return Exit.SUCCESS;
  }
}
