package io.mas.runner.config;

import io.mas.runner.config.GatewayConfig.Breaker;
import io.mas.runner.config.GatewayConfig.CircuitBreaker;
import io.mas.runner.config.GatewayConfig.PolicyMode;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.YamlMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the circuit breakers of gateway.yaml. */
final class BreakerReader {
  private static final Breaker DEFAULT =
      new Breaker(
          5,
          2,
          Duration.ofSeconds(60),
          Duration.ofSeconds(300),
          Optional.empty(),
          PolicyMode.ENFORCE);

  private BreakerReader() {}

  /**
   * The circuit breakers.
   *
   * @param agents takes the agents that they name
   */
  static CircuitBreaker read(YamlMap breaker, List<Located<String>> agents) {
    Breaker every = breaker(breaker, DEFAULT);
    return new CircuitBreaker(
        every, Ids.named(breaker, "targets", map -> breaker(map, every), agents));
  }

  private static Breaker breaker(YamlMap map, Breaker otherwise) {
    return new Breaker(
        map.atLeast(1, "failure_threshold", otherwise.failureThreshold()),
        map.atLeast(1, "success_threshold", otherwise.successThreshold()),
        seconds(map, "timeout_seconds", otherwise.timeout()),
        seconds(map, "window_seconds", otherwise.window()),
        map.integer("max_backlog_age", 1, Integer.MAX_VALUE)
            .map(Duration::ofSeconds)
            .or(otherwise::maxBacklogAge),
        map.choice("mode", otherwise.mode()));
  }

  private static Duration seconds(YamlMap map, String key, Duration otherwise) {
    return Duration.ofSeconds(map.atLeast(1, key, (int) otherwise.toSeconds()));
  }
}
