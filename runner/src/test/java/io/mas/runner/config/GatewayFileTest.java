package io.mas.runner.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.protocol.KeyAlgorithm;
import io.mas.runner.config.GatewayConfig.DlpAction;
import io.mas.runner.config.GatewayConfig.Features;
import io.mas.runner.config.GatewayConfig.NotInForce;
import io.mas.runner.config.GatewayConfig.PolicyMode;
import io.mas.runner.config.GatewayConfig.RedisAcl;
import io.mas.runner.yaml.ConfigException;
import io.mas.runner.yaml.Located;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayFileTest {

  @TempDir Path dir;

  private GatewayConfig load(String text) throws IOException {
    return load(text, Map.of());
  }

  private GatewayConfig load(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(dir.resolve("gateway.yaml"), text);
    Loaded<GatewayConfig> loaded = GatewayFile.load(file, environment);
    assertThat(loaded.warnings()).isEmpty();
    return loaded.config();
  }

  @Test
  void hasSafeDefaults() {
    GatewayConfig config = GatewayFile.defaults(dir, Map.of()).config();
    assertThat(config.features()).isEqualTo(new Features(true, true, true, true));
    assertThat(config.policy().mode()).isEqualTo(PolicyMode.ENFORCE);
    assertThat(config.policy().rules()).isEmpty();
    assertThat(config.security().redisAcl()).isEqualTo(RedisAcl.AUTO);
    assertThat(config.signing().algorithm()).isEqualTo(KeyAlgorithm.HMAC_SHA256);
    assertThat(config.signing().maxTimestampDrift()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.rateLimit().every().perMinute()).contains(100);
    assertThat(config.rateLimit().every().perHour()).contains(1000);
    assertThat(config.circuitBreaker())
        .isEqualTo(
            new GatewayConfig.CircuitBreaker(
                new GatewayConfig.Breaker(
                    5,
                    2,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Optional.empty(),
                    GatewayConfig.PolicyMode.ENFORCE),
                Map.of()));
    assertThat(config.durability().replicas()).isZero();
    assertThat(config.redis().urls()).isEmpty();
    assertThat(config.notInForce()).isEmpty();
  }

  @Test
  void readsCircuitBreakersOfTargetsWithWhatHoldsForAll() throws IOException {
    GatewayConfig config =
        load(
            "circuit_breaker: {failure_threshold: 3, max_backlog_age: 90, mode: shadow,"
                + " targets: {echo: {timeout_seconds: 7, window_seconds: 9}}}");
    GatewayConfig.CircuitBreaker breaker = config.circuitBreaker();
    assertThat(config.namedAgents()).extracting(Located::value).containsExactly("echo");
    assertThat(breaker.targets().get("echo"))
        .isEqualTo(
            new GatewayConfig.Breaker(
                3,
                2,
                Duration.ofSeconds(7),
                Duration.ofSeconds(9),
                Optional.of(Duration.ofSeconds(90)),
                GatewayConfig.PolicyMode.SHADOW));
    assertThat(breaker.every().timeout()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void readsRedisAsOneUrlOrSeveral() throws IOException {
    Path password = Files.writeString(dir.resolve("pw"), "secret");
    GatewayConfig.Redis redis =
        load("redis: {url: rediss://h, username: u, password_file: pw, tls: true,"
                + " socket_timeout: 250ms}")
            .redis();
    assertThat(redis.urls()).extracting(Located::value).containsExactly("rediss://h");
    assertThat(redis.username()).contains("u");
    assertThat(redis.passwordFile()).contains(password);
    assertThat(redis.tls()).contains(true);
    assertThat(redis.socketTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(load("redis: {url: [redis://a, redis://b]}").redis().urls()).hasSize(2);
    assertThat(load("redis: {socket_timeout: 0.5}").redis().socketTimeout())
        .isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void takesOffAsAWordNotAsABoolean() throws IOException {
    GatewayConfig config =
        load("security: {redis_acl: off}\ndlp: {actions: {EMAIL: off, iban: block}}\n");
    assertThat(config.security().redisAcl()).isEqualTo(RedisAcl.OFF);
    assertThat(config.dlp().actions())
        .isEqualTo(Map.of("EMAIL", DlpAction.OFF, "IBAN", DlpAction.BLOCK));
  }

  private static GatewayConfig.Limit limit(
      int perMinute, int perHour, int burst, GatewayConfig.OnLimit onLimit) {
    return new GatewayConfig.Limit(
        positive(perMinute), positive(perHour), positive(burst), onLimit, PolicyMode.ENFORCE);
  }

  private static Optional<Integer> positive(int number) {
    return number == 0 ? Optional.empty() : Optional.of(number);
  }

  @Test
  void whatAnAgentsLimitLeavesOutIsAsForAll() throws IOException {
    GatewayConfig.RateLimit limits =
        load("rate_limit: {burst: 7, on_limit: throttle, agents: {a: {per_minute: 1},"
                + " b: {per_hour: 5}, c: {burst: 2, on_limit: reject}}}")
            .rateLimit();
    assertThat(limits.every()).isEqualTo(limit(100, 1000, 7, GatewayConfig.OnLimit.THROTTLE));
    assertThat(limits.agents())
        .isEqualTo(
            Map.of(
                "a", limit(1, 1000, 0, GatewayConfig.OnLimit.THROTTLE),
                "b", limit(100, 5, 7, GatewayConfig.OnLimit.THROTTLE),
                "c", limit(100, 1000, 2, GatewayConfig.OnLimit.REJECT)));
  }

  @Test
  void otherLimitsStandForThemselves() throws IOException {
    GatewayConfig.RateLimit limits =
        load("rate_limit: {burst: 7, types: {t.x: {per_hour: 2}}, targets: {b: {per_minute: 3}},"
                + " global: {per_minute: 9, burst: 4, on_limit: throttle}}")
            .rateLimit();
    assertThat(limits.types())
        .isEqualTo(Map.of("t.x", limit(0, 2, 0, GatewayConfig.OnLimit.REJECT)));
    assertThat(limits.targets())
        .isEqualTo(Map.of("b", limit(3, 0, 0, GatewayConfig.OnLimit.REJECT)));
    assertThat(limits.global()).contains(limit(9, 0, 4, GatewayConfig.OnLimit.THROTTLE));
  }

  @Test
  void readsThePolicy() throws IOException {
    GatewayConfig.Policy policy =
        load("policy: {mode: shadow, rules: [{block: {sender: a, targets: b}}],"
                + " tests: [{from: a, to: b, type: t, expect: deny}]}")
            .policy();
    assertThat(policy.mode()).isEqualTo(PolicyMode.SHADOW);
    assertThat(policy.rules()).singleElement().isInstanceOf(Permission.Block.class);
    assertThat(policy.tests())
        .singleElement()
        .satisfies(t -> assertThat(t.expect()).isEqualTo(GatewayConfig.Expectation.DENY));
  }

  @Test
  void putsTheEnvironmentOverTheFileAndOverTheDefaults() throws IOException {
    Map<String, String> environment =
        Map.of(
            "GATEWAY_RATE_LIMIT__PER_MINUTE", "5",
            "GATEWAY_RATE_LIMIT__AGENTS__ECHO__PER_HOUR", "6",
            "GATEWAY_DLP__ACTIONS__EMAIL", "off",
            "GATEWAY_REDIS__URL__0", "redis://a",
            "GATEWAY_REDIS__URL__1", "redis://b");
    for (GatewayConfig config :
        new GatewayConfig[] {
          load("rate_limit: {per_minute: 9}", environment),
          GatewayFile.defaults(dir, environment).config()
        }) {
      assertThat(config.rateLimit().every().perMinute()).contains(5);
      assertThat(config.rateLimit().agents().get("echo").perHour()).contains(6);
      assertThat(config.dlp().actions()).isEqualTo(Map.of("EMAIL", DlpAction.OFF));
      assertThat(config.redis().urls()).hasSize(2);
    }
  }

  @Test
  void listsWhatWasSetAndIsNotInForceWithItsPlace() throws IOException {
    GatewayConfig config =
        load(
            """
            features: {dlp: true, circuit_breaker: false, rbac: true}
            rate_limit: {per_minute: 5}
            message_signing: {algorithm: ed25519}
            audit:
              retention_days: 30
            policy: {mode: enforce}
            """,
            Map.of("GATEWAY_METRICS__PORT", "10"));
    assertThat(config.maxBacklog()).isEqualTo(100_000);
    assertThat(config.notInForce())
        .extracting(NotInForce::toString)
        .map(text -> text.replace(dir + "/", ""))
        .containsExactlyInAnyOrder(
            "gateway.yaml:1:17: `features.dlp` is not in force in this version",
            "gateway.yaml:5:19: `audit.retention_days` is not in force in this version",
            "environment variable GATEWAY_METRICS__PORT: `metrics.port` is not in force in this"
                + " version");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          featurs: {}                                   | 1:1: unknown key `featurs`; did you mean `features`?
          features: {rbca: true}                        | 1:12: unknown key `rbca` in features; did you mean `rbac`?
          features: {rbac: off}                         | 1:18: features.rbac: expected true or false, found the text 'off'
          features: true                                | 1:11: features: expected a mapping, found true
          rate_limit: {per_minute: 0}                   | 1:26: rate_limit.per_minute: expected a whole number of at least 1, found the number 0
          rate_limit: {agents: {a: 5}}                  | 1:26: rate_limit.agents[a]: expected a mapping, found the number 5
          rate_limit: {agents: {a: {per_minut: 5}}}     | 1:27: unknown key `per_minut` in rate_limit.agents[a]; did you mean `per_minute`?
          rate_limit: {types: {t: {burst: 5}}}          | 1:25: rate_limit.types[t].per_minute or per_hour, or both, is missing
          rate_limit: {global: {}}                      | 1:22: rate_limit.global.per_minute or per_hour, or both, is missing
          rate_limit: {targets: {a b: {per_hour: 1}}}   | 1:29: rate_limit.targets: no agent has the id `a b`
          rate_limit: {on_limit: wait}                  | 1:24: rate_limit.on_limit: expected one of reject, throttle, found the text 'wait'
          security: {redis_acl: of}                     | 1:23: security.redis_acl: expected one of auto, off, found the text 'of'; did you mean `off`?
          policy: {mode: observe}                       | 1:16: policy.mode: expected one of enforce, shadow, found the text 'observe'
          policy: {tests: [{from: a, to: b}]}           | 1:18: policy.tests[0].expect is missing
          policy: {rules: [{alow: {}}]}                 | 1:18: unknown kind of permission `alow`; did you mean `allow`?
          dlp: {actions: {EMAIL: false}}                | 1:24: dlp.actions.EMAIL: expected a text, found false; put it in quotes
          dlp: {custom: [{name: x}]}                    | 1:16: dlp.custom[0].pattern or keywords is missing
          dlp: {custom: [{name: x, keywords: k}, {name: x, keywords: k}]} | 1:40: the rule `x` stands already at
          redis: {password_file: none}                  | 1:24: redis.password_file: `none` does not exist
          redis: {socket_timeout: 0}                    | 1:25: redis.socket_timeout: expected a length of time above zero
          redis: {url: http://h}                        | 1:14: redis.url: expected a URL that begins with redis://
          redis: {password: hunter2}                    | 1:9: unknown key `password` in redis
          durability: {replicas: -1}                    | 1:24: durability.replicas: expected a whole number from 0 to 16
          metrics: {port: 70000}                        | 1:17: metrics.port: expected a whole number from 1 to 65535
          max_backlog: 5000000000                       | 1:14: max_backlog: expected a whole number of at least 1, found the number 5000000000
          """)
  void refusesWithPositionAndTheNearestRightName(String text, String message) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(dir.resolve("gateway.yaml") + ":" + message)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void namesAVariableThatSetsNothingAndTheNearestOne() {
    assertThatThrownBy(
            () -> GatewayFile.defaults(dir, Map.of("GATEWAY_RATE_LIMTI__PER_MINUTE", "5")))
        .hasMessage(
            "environment variable GATEWAY_RATE_LIMTI__PER_MINUTE: unknown key `rate_limti`;"
                + " did you mean `GATEWAY_RATE_LIMIT__PER_MINUTE`?");
  }
}
