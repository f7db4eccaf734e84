package io.mas.gateway.policy;

import java.util.HashSet;
import java.util.List;

/** What the rules check of their own parts when they are made. */
record RuleCheck(String kind, Origin origin) {
  private static final int MAX_DESCRIPTION = 500;

  void agent(String field, String id) {
    if (id.equals(Ids.ANY)) {
      throw fail("%s must be one agent, not *".formatted(field));
    }
    id(field, id, "an agent id");
  }

  void role(String field, String name) {
    id(field, name, "a role name");
  }

  /** Any number of roles. */
  List<String> roles(String field, List<String> names) {
    names.forEach(name -> role(field, name));
    return List.copyOf(names);
  }

  /** Agents of which one may be {@code *}. */
  List<String> targets(String field, List<String> ids) {
    notEmpty(field, ids);
    ids.stream().filter(id -> !id.equals(Ids.ANY)).forEach(id -> id(field, id, "an agent id or *"));
    return List.copyOf(ids);
  }

  List<String> agents(String field, List<String> ids) {
    notEmpty(field, ids);
    ids.forEach(id -> agent(field, id));
    return List.copyOf(ids);
  }

  /** At least two, each once: in a chain a second mention would close a ring. */
  List<String> network(String field, List<String> ids) {
    agents(field, ids);
    if (ids.size() < 2) {
      throw fail("%s has only one agent, a network has two or more".formatted(field));
    }
    var seen = new HashSet<String>();
    for (var id : ids) {
      if (!seen.add(id)) {
        throw fail("%s has %s twice".formatted(field, Ids.quote(id)));
      }
    }
    return List.copyOf(ids);
  }

  List<String> permissions(String field, List<String> texts) {
    notEmpty(field, texts);
    for (var text : texts) {
      try {
        SendPermission.parse(text);
      } catch (IllegalArgumentException e) {
        throw new PolicyException(origin, "%s: %s: %s".formatted(kind, field, e.getMessage()), e);
      }
    }
    return List.copyOf(texts);
  }

  void description(String text) {
    if (text.length() > MAX_DESCRIPTION) {
      throw fail(
          "description has %d characters, at most %d are allowed"
              .formatted(text.length(), MAX_DESCRIPTION));
    }
  }

  private PolicyException fail(String message) {
    return new PolicyException(origin, kind + ": " + message);
  }

  private void id(String field, String id, String expected) {
    if (!Ids.isId(id)) {
      throw fail("%s: %s is not %s (%s)".formatted(field, Ids.quote(id), expected, Ids.GRAMMAR));
    }
  }

  private void notEmpty(String field, List<String> values) {
    if (values.isEmpty()) {
      throw fail(field + " is empty");
    }
  }
}
