package io.mas.internal.redis;

import io.mas.protocol.Names;
import java.util.List;
import java.util.Set;

/** Finds the instances of an agent in the fields of its sequence hash. */
public final class InstanceIds {
  /** How many of an agent are looked at; it writes the hash itself and could name any number. */
  public static final int MAX = 1_000;

  private static final String CALL_FIELD = ":c";

  private InstanceIds() {}

  /** Those that are named: what is no id would forge lines of the log. */
  public static List<String> of(Set<String> fields) {
    return fields.stream()
        .filter(field -> field.endsWith(CALL_FIELD))
        .map(field -> field.substring(0, field.length() - CALL_FIELD.length()))
        .filter(Names::isId)
        .toList();
  }
}
