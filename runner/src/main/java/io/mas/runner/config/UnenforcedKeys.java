package io.mas.runner.config;

import io.mas.runner.config.GatewayConfig.NotInForce;
import io.mas.runner.yaml.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of gateway.yaml that are read and checked but have no effect in this version. Whoever
 * puts one in force takes it out here and changes its line in gateway.yaml.example.
 */
final class UnenforcedKeys {

  /** A key, or a key with the only value that has no effect. */
  static final List<String> KEYS =
      List.of(
          "redis.socket_timeout",
          "features.rbac=false",
          "features.message_signing=false",
          "features.dlp=true",
          "dlp",
          "audit.level",
          "audit.retention_days",
          "audit.checkpoint_seconds",
          "audit.checkpoint_file",
          "audit.index_by_target",
          "durability.replicas",
          "durability.timeout_ms",
          "metrics.port");

  private UnenforcedKeys() {}

  /** Those that the user has set. */
  static List<NotInForce> in(YamlMap root) {
    List<NotInForce> found = new ArrayList<>();
    for (String entry : KEYS) {
      String[] keyAndValue = entry.split("=", 2);
      String[] steps = keyAndValue[0].split("\\.", -1);
      YamlMap map = root;
      for (int i = 0; i < steps.length - 1; i++) {
        map = map.section(steps[i]);
      }
      String key = steps[steps.length - 1];
      Optional<String> value = map.scalar(key);
      if (map.has(key) && (keyAndValue.length == 1 || value.equals(Optional.of(keyAndValue[1])))) {
        found.add(new NotInForce(keyAndValue[0], map.position(key)));
      }
    }
    return List.copyOf(found);
  }
}
