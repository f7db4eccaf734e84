package io.mas.runner.config;

import io.mas.protocol.KeyAlgorithm;
import io.mas.runner.config.GatewayConfig.Durability;
import io.mas.runner.config.GatewayConfig.Expectation;
import io.mas.runner.config.GatewayConfig.Features;
import io.mas.runner.config.GatewayConfig.Policy;
import io.mas.runner.config.GatewayConfig.PolicyMode;
import io.mas.runner.config.GatewayConfig.PolicyTest;
import io.mas.runner.config.GatewayConfig.Redis;
import io.mas.runner.config.GatewayConfig.Signing;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.YamlDocument;
import io.mas.runner.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads gateway.yaml. What it does not say has a safe default. */
public final class GatewayFile {

  /** What the variables that override the file begin with. */
  public static final String PREFIX = "GATEWAY_";

  private static final Set<String> ID_KEYS = Set.of("name");

  private GatewayFile() {}

  /**
   * Reads the file and lays the variables of {@code environment} over it.
   *
   * @throws io.mas.runner.yaml.ConfigException with everything that is wrong with it
   */
  public static Loaded<GatewayConfig> load(Path file, Map<String, String> environment) {
    return load(file, YamlDocument.open(file), environment);
  }

  /**
   * The settings where there is no file: the defaults and the variables of {@code environment}.
   *
   * @param directory where relative paths in variables begin
   */
  public static Loaded<GatewayConfig> defaults(Path directory, Map<String, String> environment) {
    return load(
        directory.resolve("gateway.yaml"), YamlDocument.none("gateway settings"), environment);
  }

  private static Loaded<GatewayConfig> load(
      Path file, YamlDocument document, Map<String, String> environment) {
    document.overlay(PREFIX, environment, ID_KEYS);
    GatewayConfig config = read(file, document);
    return new Loaded<>(config, document.finish());
  }

  static GatewayConfig read(Path file, YamlDocument document) {
    YamlMap root = document.root();
    Paths paths = new Paths(file, document.findings());
    List<Located<String>> named = new ArrayList<>();
    return new GatewayConfig(
        redis(root.section("redis"), paths),
        RateLimitReader.read(root.section("rate_limit"), named),
        features(root.section("features")),
        BreakerReader.read(root.section("circuit_breaker"), named),
        signing(root.section("message_signing")),
        GatewayChecksReader.dlp(root.section("dlp")),
        GatewayChecksReader.audit(root.section("audit"), paths),
        SecurityReader.read(root.section("security"), paths),
        policy(root.section("policy"), named),
        durability(root.section("durability")),
        root.atLeast(1, "max_backlog", 100_000),
        root.section("metrics").integer("port", 1, 65_535),
        TargetsReader.read(root, "targets", named),
        named,
        UnenforcedKeys.in(root));
  }

  private static Redis redis(YamlMap redis, Paths paths) {
    List<Located<String>> urls = redis.texts("url");
    urls.forEach(url -> RedisUrls.check(url, redis.path("url"), redis.findings()));
    return new Redis(
        urls,
        redis.text("username").map(Located::value),
        redis.text("password_file").flatMap(f -> paths.file(f, redis.path("password_file"))),
        redis.bool("tls"),
        redis.duration("socket_timeout", Duration.ofSeconds(5)));
  }

  private static Features features(YamlMap features) {
    return new Features(
        features.bool("dlp").orElse(true),
        features.bool("rbac").orElse(true),
        features.bool("message_signing").orElse(true),
        features.bool("circuit_breaker").orElse(true));
  }

  private static Signing signing(YamlMap signing) {
    return new Signing(
        signing.choice("algorithm", KeyAlgorithm.HMAC_SHA256),
        Duration.ofSeconds(signing.atLeast(1, "max_timestamp_drift", 300)));
  }

  private static Policy policy(YamlMap policy, List<Located<String>> named) {
    List<Permission> rules = PermissionReader.read(policy, "rules");
    rules.stream().flatMap(Permission::named).forEach(named::add);
    return new Policy(
        policy.choice("mode", PolicyMode.ENFORCE),
        rules,
        policy.sections("tests").stream().map(test -> policyTest(test, named)).toList());
  }

  private static PolicyTest policyTest(YamlMap test, List<Located<String>> named) {
    Located<String> from = test.requiredText("from");
    Located<String> to = test.requiredText("to");
    Ids.check(from, test.path("from"), test.findings());
    Ids.check(to, test.path("to"), test.findings());
    named.addAll(List.of(from, to));
    Optional<String> type = test.text("type").map(Located::value);
    if (!test.has("expect")) {
      test.requiredText("expect");
    }
    Expectation expect = test.choice("expect", Expectation.DENY);
    return new PolicyTest(from.value(), to.value(), type, expect, test.position());
  }

  private static Durability durability(YamlMap durability) {
    return new Durability(
        durability.integer("replicas", 0, 16).orElse(0),
        Duration.ofMillis(durability.atLeast(1, "timeout_ms", 1000)));
  }
}
