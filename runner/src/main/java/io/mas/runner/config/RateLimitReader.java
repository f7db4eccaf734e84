package io.mas.runner.config;

import io.mas.runner.config.GatewayConfig.Limit;
import io.mas.runner.config.GatewayConfig.OnLimit;
import io.mas.runner.config.GatewayConfig.PolicyMode;
import io.mas.runner.config.GatewayConfig.RateLimit;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.YamlMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the limits of gateway.yaml. */
final class RateLimitReader {
  private static final Limit DEFAULT =
      new Limit(
          Optional.of(100),
          Optional.of(1000),
          Optional.empty(),
          OnLimit.REJECT,
          PolicyMode.ENFORCE);

  private static final Limit NONE =
      new Limit(
          Optional.empty(), Optional.empty(), Optional.empty(), OnLimit.REJECT, PolicyMode.ENFORCE);

  private RateLimitReader() {}

  /**
   * The limits.
   *
   * @param agents takes the agents that they name
   */
  static RateLimit read(YamlMap limits, List<Located<String>> agents) {
    Limit every = limit(limits, DEFAULT);
    return new RateLimit(
        every,
        Ids.named(limits, "agents", map -> limit(map, every), agents),
        types(limits),
        Ids.named(limits, "targets", RateLimitReader::complete, agents),
        limits.has("global") ? Optional.of(complete(limits.section("global"))) : Optional.empty());
  }

  /** A burst belongs to the rate it was written for. */
  private static Limit limit(YamlMap limit, Limit otherwise) {
    Optional<Integer> perMinute = number(limit, "per_minute");
    Optional<Integer> burst = number(limit, "burst");
    return new Limit(
        perMinute.or(otherwise::perMinute),
        number(limit, "per_hour").or(otherwise::perHour),
        perMinute.isPresent() ? burst : burst.or(otherwise::burst),
        limit.choice("on_limit", otherwise.onLimit()),
        limit.choice("mode", otherwise.mode()));
  }

  private static Optional<Integer> number(YamlMap limit, String key) {
    return limit.integer(key, 1, Integer.MAX_VALUE);
  }

  private static Limit complete(YamlMap map) {
    Limit limit = limit(map, NONE);
    if (!map.has("per_minute") && !map.has("per_hour")) {
      map.findings()
          .problem(map.position(), map.path("per_minute") + " or per_hour, or both, is missing");
    }
    return limit;
  }

  private static Map<String, Limit> types(YamlMap limits) {
    Map<String, Limit> types = new LinkedHashMap<>();
    limits.named("types").forEach((type, map) -> types.put(type, complete(map)));
    return Map.copyOf(types);
  }
}
