package io.mas.runner.config;

import io.mas.runner.config.GatewayConfig.Audit;
import io.mas.runner.config.GatewayConfig.AuditLevel;
import io.mas.runner.config.GatewayConfig.Dlp;
import io.mas.runner.config.GatewayConfig.DlpAction;
import io.mas.runner.config.GatewayConfig.DlpRule;
import io.mas.runner.config.GatewayConfig.Severity;
import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the sections {@code dlp} and {@code audit}. */
final class GatewayChecksReader {

  private GatewayChecksReader() {}

  static Dlp dlp(YamlMap dlp) {
    Map<String, DlpAction> actions = new TreeMap<>();
    dlp.choices("actions", DlpAction.OFF)
        .forEach((type, action) -> actions.put(type.toUpperCase(Locale.ROOT), action));
    List<DlpRule> custom =
        dlp.sections("custom").stream().map(GatewayChecksReader::dlpRule).toList();
    refuseDuplicates(dlp, custom);
    return new Dlp(
        Map.copyOf(actions),
        custom,
        dlp.texts("allow").stream().map(Located::value).toList(),
        dlp.section("scopes").rest());
  }

  private static DlpRule dlpRule(YamlMap rule) {
    String name = rule.requiredText("name").value();
    Optional<Located<String>> pattern = rule.text("pattern");
    List<String> keywords = rule.texts("keywords").stream().map(Located::value).toList();
    if (pattern.isEmpty() && keywords.isEmpty()) {
      rule.findings().problem(rule.position(), rule.path("pattern") + " or keywords is missing");
    }
    return new DlpRule(
        name,
        pattern,
        keywords,
        rule.choice("action", DlpAction.BLOCK),
        rule.choice("severity", Severity.HIGH),
        rule.position());
  }

  private static void refuseDuplicates(YamlMap dlp, List<DlpRule> rules) {
    Map<String, DlpRule> seen = new HashMap<>();
    for (DlpRule rule : rules) {
      DlpRule first = seen.putIfAbsent(rule.name(), rule);
      if (first != null && !rule.name().isEmpty()) {
        dlp.findings()
            .problem(
                rule.position(),
                "the rule `" + rule.name() + "` stands already at " + first.position());
      }
    }
  }

  static Audit audit(YamlMap audit, Paths paths) {
    Optional<Path> checkpointFile =
        audit
            .text("checkpoint_file")
            .flatMap(name -> paths.resolve(name, audit.path("checkpoint_file")));
    return new Audit(
        audit.choice("level", AuditLevel.STANDARD),
        audit.atLeast(1, "retention_days", 90),
        Duration.ofSeconds(audit.atLeast(1, "checkpoint_seconds", 60)),
        checkpointFile,
        audit.bool("index_by_target").orElse(false));
  }
}
