package io.mas.gateway.limit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The limits of a configuration, ready to be looked up. Immutable. */
public final class LimitRules {
  /** No limits. */
  public static final LimitRules NONE = of(Limits.NONE);

  private final @Nullable Rule every;
  private final Map<String, Rule> agents;
  private final Map<String, Rule> types;
  private final Map<String, Rule> targets;
  private final @Nullable Rule global;

  private LimitRules(Limits limits) {
    this.every = rule(limits.every());
    this.agents = rules(limits.agents());
    this.types = rules(limits.types());
    this.targets = rules(limits.targets());
    this.global = rule(limits.global());
  }

  /** Those of a configuration. */
  public static LimitRules of(Limits limits) {
    return new LimitRules(limits);
  }

  private static @Nullable Rule rule(@Nullable Limit limit) {
    return limit == null ? null : new Rule(limit);
  }

  private static Map<String, Rule> rules(Map<String, Limit> limits) {
    Map<String, Rule> rules = new HashMap<>();
    limits.forEach((name, limit) -> rules.put(name, new Rule(limit)));
    return rules;
  }

  /** What a sending agent may send, or null if all. */
  @Nullable Rule agent(String sender) {
    Rule own = agents.get(sender);
    return own == null ? every : own;
  }

  /** What any one sender may send of a type, or null if all. */
  @Nullable Rule type(String type) {
    return types.get(type);
  }

  /** What may be sent to an agent, or null if all. */
  @Nullable Rule target(String target) {
    return targets.get(target);
  }

  /** What may be sent at all, or null if all. */
  @Nullable Rule global() {
    return global;
  }
}
