package io.mas.runner.cli;

import io.mas.gateway.CircuitBreakers;
import io.mas.gateway.breaker.CircuitStatus;
import io.mas.runner.redis.RedisInUse;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mas-runner breaker list}. */
@Command(name = "list", description = "Lists all agents and their circuits.")
final class BreakerListCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (RedisInUse redis = AdminRedis.open(options);
        CircuitBreakers breakers = CircuitBreakers.at(redis.url().value())) {
      List<CircuitStatus> all = breakers.all();
      if (output.isJson()) {
        all.forEach(status -> OutputOptions.line(out, CircuitView.json(status)));
      } else {
        CircuitView.table(all).forEach(out::println);
      }
    }
    return Exit.SUCCESS;
  }
}
