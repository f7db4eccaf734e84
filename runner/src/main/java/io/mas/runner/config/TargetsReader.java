package io.mas.runner.config;

import io.mas.runner.config.GatewayConfig.PolicyMode;
import io.mas.runner.config.GatewayConfig.Target;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.YamlMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what messages to each target may be; the files with schemas are not opened here. */
final class TargetsReader {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,7})(b|kb|mb)");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
  private static final int MAX_PAYLOAD = 1024 * 1024;

  private TargetsReader() {}

  /**
   * What the mapping at a key says.
   *
   * @param agents takes the agents that it names
   */
  static Map<String, Target> read(YamlMap root, String key, List<Located<String>> agents) {
    return Ids.named(root, key, TargetsReader::target, agents);
  }

  private static Target target(YamlMap target) {
    List<Located<String>> types = target.texts("types");
    PermissionReader.checkTypes(types, target);
    return new Target(
        types, size(target), schemas(target), target.choice("mode", PolicyMode.ENFORCE));
  }

  private static int size(YamlMap target) {
    if (!target.has("max_payload")) {
      return MAX_PAYLOAD;
    }
    String text = target.scalar("max_payload").orElse(""); // in lower case
    if (NUMBER.matcher(text).matches()) {
      return target.integer("max_payload", 1, MAX_PAYLOAD).orElse(MAX_PAYLOAD);
    }
    target.text("max_payload");
    Matcher parts = SIZE.matcher(text);
    if (parts.matches()) {
      String unit = parts.group(2);
      long factor = unit.equals("mb") ? 1024 * 1024 : unit.equals("kb") ? 1024 : 1;
      long bytes = Long.parseLong(parts.group(1)) * factor;
      if (bytes >= 1 && bytes <= MAX_PAYLOAD) {
        return (int) bytes;
      }
    }
    target
        .findings()
        .problem(
            target.position("max_payload"),
            target.path("max_payload") + ": expected a size up to 1MB, such as 64KB");
    return MAX_PAYLOAD;
  }

  private static Map<String, Located<String>> schemas(YamlMap target) {
    Map<String, Located<String>> schemas = new LinkedHashMap<>();
    if (target.has("schemas")) {
      YamlMap files = target.section("schemas");
      for (String type : List.copyOf(files.keys())) {
        files.text(type).ifPresent(file -> schemas.put(type, file));
      }
    }
    return Map.copyOf(schemas);
  }
}
