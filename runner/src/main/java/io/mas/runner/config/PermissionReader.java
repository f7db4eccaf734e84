package io.mas.runner.config;

import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Nearest;
import io.mas.runner.yaml.Position;
import io.mas.runner.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads rules, written {@code allow: {sender: a, targets: [b]}} or {@code {type: allow, sender: a,
 * targets: [b]}}.
 */
final class PermissionReader {

  private static final List<String> KINDS =
      List.of(
          "allow",
          "allow_bidirectional",
          "allow_network",
          "allow_broadcast",
          "allow_wildcard",
          "block",
          "role",
          "assign_role");

  private static final Pattern ROLE_PERMISSION =
      Pattern.compile("send:(?!.*\\*\\*)[A-Za-z0-9._*-]{1,64}");

  private static final Pattern TYPE = Pattern.compile("(?!.*\\*\\*)[A-Za-z0-9._:/*-]{1,128}");

  private static final int MAX_DESCRIPTION = 500;

  private static final Duration DEFAULT_APPROVAL = Duration.ofHours(1);
  private static final Duration MIN_APPROVAL = Duration.ofSeconds(1);
  private static final Duration MAX_APPROVAL = Duration.ofDays(30);

  private PermissionReader() {}

  /** The rules in the list at {@code key}; those that are wrong are reported and left out. */
  static List<Permission> read(YamlMap parent, String key) {
    List<Permission> permissions = new ArrayList<>();
    for (YamlMap entry : parent.sections(key)) {
      rule(entry).ifPresent(permissions::add);
    }
    return List.copyOf(permissions);
  }

  private static Optional<Permission> rule(YamlMap entry) {
    if (entry.has("type")) {
      return entry.text("type").flatMap(kind -> ofKind(kind, entry));
    }
    entry.declare(KINDS);
    if (entry.keys().size() != 1) {
      entry
          .findings()
          .problem(
              entry.position(),
              "a permission has one key, its kind, found "
                  + (entry.keys().isEmpty() ? "none" : String.join(", ", entry.keys())));
      entry.rest();
      return Optional.empty();
    }
    String kind = entry.keys().iterator().next();
    if (!KINDS.contains(kind)) {
      return ofKind(new Located<>(kind, entry.position()), entry);
    }
    return ofKind(new Located<>(kind, entry.position()), entry.section(kind));
  }

  private static Optional<Permission> ofKind(Located<String> kind, YamlMap body) {
    Position at = kind.position();
    Permission permission =
        switch (kind.value()) {
          case "allow" -> new Permission.Allow(id(body, "sender"), any(body, "targets"), at);
          case "allow_bidirectional" -> new Permission.AllowBidirectional(agents(body, 2), at);
          case "allow_network" ->
              new Permission.AllowNetwork(
                  agents(body, Integer.MAX_VALUE), body.bool("bidirectional").orElse(true), at);
          case "allow_broadcast" ->
              new Permission.AllowBroadcast(id(body, "sender"), each(body, "receivers"), at);
          case "allow_wildcard" -> new Permission.AllowWildcard(id(body, "agent_id"), at);
          case "block" -> new Permission.Block(id(body, "sender"), any(body, "targets"), at);
          case "role" -> role(body, at);
          case "assign_role" ->
              new Permission.AssignRole(id(body, "agent_id"), id(body, "role"), at);
          default -> null;
        };
    if (permission == null) {
      body.rest();
      body.findings().problem(at, () -> unknown(kind.value()));
      return Optional.empty();
    }
    return Optional.of(
        permission instanceof Permission.Role ? permission : under(permission, body));
  }

  /** The permission under the terms that stand beside it. */
  private static Permission under(Permission permission, YamlMap body) {
    List<Located<String>> types = body.has("types") ? some(body, "types") : List.of();
    checkTypes(types, body);
    boolean shadow =
        body.has("mode")
            && body.choice("mode", GatewayConfig.PolicyMode.ENFORCE)
                == GatewayConfig.PolicyMode.SHADOW;
    Optional<Duration> approval = approval(permission, body);
    return types.isEmpty() && !shadow && approval.isEmpty()
        ? permission
        : new Permission.Qualified(permission, types, shadow, approval);
  }

  /** Reports those that are no message types; they stand at {@code types}. */
  static void checkTypes(List<Located<String>> types, YamlMap body) {
    for (Located<String> type : types) {
      if (!TYPE.matcher(type.value()).matches()) {
        body.findings()
            .problem(
                type.position(),
                body.path("types")
                    + ": expected a message type, in which * stands for any characters, such as"
                    + " order.*");
      }
    }
  }

  /** How long a person has to approve what is allowed, if anybody need. */
  private static Optional<Duration> approval(Permission permission, YamlMap body) {
    if (permission instanceof Permission.Block || !body.has("approval")) {
      return Optional.empty();
    }
    YamlMap approval = body.section("approval");
    Duration timeout = approval.duration("timeout", DEFAULT_APPROVAL);
    if (timeout.compareTo(MIN_APPROVAL) < 0
        || timeout.compareTo(MAX_APPROVAL) > 0
        || timeout.toMillis() % 1_000 != 0) {
      body.findings()
          .problem(
              approval.position("timeout"),
              approval.path("timeout") + ": expected whole seconds, 1s to 30d");
      return Optional.empty();
    }
    return Optional.of(timeout);
  }

  private static String unknown(String kind) {
    return "unknown kind of permission `"
        + (kind.length() > 60 ? kind.substring(0, 60) + "…" : kind)
        + "`"
        + Nearest.to(kind, KINDS)
            .map(near -> "; did you mean `" + near + "`?")
            .orElse("; known: " + String.join(", ", KINDS));
  }

  private static Permission role(YamlMap body, Position at) {
    List<Located<String>> includes = body.has("includes") ? some(body, "includes") : List.of();
    includes.forEach(role -> Ids.check(role, body.path("includes"), body.findings()));
    List<Located<String>> permissions =
        includes.isEmpty() || body.has("permissions") ? some(body, "permissions") : List.of();
    for (Located<String> permission : permissions) {
      if (!ROLE_PERMISSION.matcher(permission.value()).matches()) {
        body.findings()
            .problem(
                permission.position(),
                body.path("permissions")
                    + ": expected `send:` and an id, in which * stands for any letters, such as"
                    + " send:patient*");
      }
    }
    String description = body.text("description").map(Located::value).orElse("");
    if (description.length() > MAX_DESCRIPTION) {
      body.findings()
          .problem(
              body.position("description"),
              body.path("description") + " is longer than " + MAX_DESCRIPTION + " characters");
    }
    return new Permission.Role(id(body, "name"), permissions, includes, description, at);
  }

  private static Located<String> id(YamlMap body, String key) {
    Located<String> id = body.requiredText(key);
    Ids.check(id, body.path(key), body.findings());
    return id;
  }

  /** Ids of agents, or {@code *}. */
  private static List<Located<String>> any(YamlMap body, String key) {
    List<Located<String>> ids = some(body, key);
    ids.stream()
        .filter(id -> !id.value().equals(Ids.ANYONE))
        .forEach(id -> Ids.check(id, body.path(key), body.findings()));
    return ids;
  }

  /** Ids of agents. */
  private static List<Located<String>> each(YamlMap body, String key) {
    List<Located<String>> ids = some(body, key);
    ids.forEach(id -> Ids.check(id, body.path(key), body.findings()));
    return ids;
  }

  /** At least two different agents, and at most {@code most}. */
  private static List<Located<String>> agents(YamlMap body, int most) {
    List<Located<String>> agents = each(body, "agents");
    long different = agents.stream().map(Located::value).distinct().count();
    if (!agents.isEmpty() && (different != agents.size() || different < 2 || different > most)) {
      body.findings()
          .problem(
              body.position("agents"),
              body.path("agents")
                  + (most == 2 ? ": expected two" : ": expected two or more")
                  + " different agents");
    }
    return agents;
  }

  private static List<Located<String>> some(YamlMap body, String key) {
    boolean given = body.has(key);
    List<Located<String>> texts = body.texts(key);
    if (!given) {
      body.findings().problem(body.position(), body.path(key) + " is missing");
    } else if (texts.isEmpty()) {
      body.findings().problem(body.position(key), body.path(key) + " names nobody");
    }
    for (Located<String> text : texts) {
      if (text.value().isBlank()) {
        body.findings().problem(text.position(), body.path(key) + " has a blank entry");
      }
    }
    return texts;
  }
}
