package io.mas.gateway;

import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.PolicyRule.Allow;
import io.mas.gateway.policy.PolicyRule.AllowBidirectional;
import io.mas.gateway.policy.PolicyRule.AllowBroadcast;
import io.mas.gateway.policy.PolicyRule.AllowNetwork;
import io.mas.gateway.policy.PolicyRule.AllowWildcard;
import io.mas.gateway.policy.PolicyRule.AssignRole;
import io.mas.gateway.policy.PolicyRule.Block;
import io.mas.gateway.policy.PolicyRule.Role;
import io.mas.gateway.policy.PolicyVerdict;
import io.mas.gateway.policy.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Permissions from code, for programs that decide for themselves who may send to whom.
 *
 * <pre>{@code
 * AuthorizationManager.of(provisioning, "billing")
 *     .allow("clerk", "ledger")
 *     .createRole("nurse", "reads patients", "send:patient*")
 *     .assignRole("ward-1", "nurse")
 *     .block("clerk", "*")
 *     .apply();
 * }</pre>
 *
 * <p>What is said is collected, and in force on every gateway within a second after {@link #apply},
 * in place of what the same source had said before; what other sources say (agents.yaml,
 * gateway.yaml) holds beside it, and a block wins over all of them. Not thread-safe.
 */
public final class AuthorizationManager {
  private final Provisioning provisioning;
  private final String source;
  private final List<PolicyRule> rules = new ArrayList<>();
  private final Origin origin;

  private AuthorizationManager(Provisioning provisioning, String source) {
    this.provisioning = provisioning;
    this.source = source;
    this.origin = new Origin(source, 0);
  }

  /**
   * Of the system that a provisioning is of.
   *
   * @param source the name under which the rules are published, and which explanations give as
   *     their place
   * @throws IllegalArgumentException if that is blank, too long or has a control character
   */
  public static AuthorizationManager of(Provisioning provisioning, String source) {
    return new AuthorizationManager(provisioning, source);
  }

  /** The sender may send to the targets; {@code *} is any agent. */
  public AuthorizationManager allow(String sender, String... targets) {
    return add(new Allow(sender, List.of(targets), origin));
  }

  /** The sender may not send to the targets, whatever else allows it; {@code *} is any agent. */
  public AuthorizationManager block(String sender, String... targets) {
    return add(new Block(sender, List.of(targets), origin));
  }

  /** Each of the two may send to the other. */
  public AuthorizationManager allowBidirectional(String a, String b) {
    return add(new AllowBidirectional(a, b, origin));
  }

  /** Each of the agents may send to each other one. */
  public AuthorizationManager allowNetwork(String... agents) {
    return allowNetwork(List.of(agents), true);
  }

  /**
   * As a mesh, each to each, or as a chain, each to the next.
   *
   * @param bidirectional whether it is a mesh
   */
  public AuthorizationManager allowNetwork(List<String> agents, boolean bidirectional) {
    return add(new AllowNetwork(agents, bidirectional, origin));
  }

  /** The sender may send to each of the receivers. */
  public AuthorizationManager allowBroadcast(String sender, String... receivers) {
    return add(new AllowBroadcast(sender, List.of(receivers), origin));
  }

  /** The agent may send to any. */
  public AuthorizationManager allowWildcard(String agent) {
    return add(new AllowWildcard(agent, origin));
  }

  /**
   * A set of permissions with a name.
   *
   * @param permissions such as {@code send:patient*}
   */
  public AuthorizationManager createRole(String name, String description, String... permissions) {
    return add(new Role(name, List.of(permissions), description, origin));
  }

  /** The agent has the permissions of a role. */
  public AuthorizationManager assignRole(String agent, String role) {
    return add(new AssignRole(agent, role, origin));
  }

  /**
   * The last rule is about some message types alone; {@code *} stands for any characters.
   *
   * @throws IllegalStateException if there is no rule yet
   */
  public AuthorizationManager forTypes(String... types) {
    Terms before = last().terms();
    return qualify(new Terms(List.of(types), before.shadow()));
  }

  /**
   * The last rule decides nothing; the audit log says where it would have.
   *
   * @throws IllegalStateException if there is no rule yet
   */
  public AuthorizationManager inShadow() {
    return qualify(new Terms(last().terms().types(), true));
  }

  private AuthorizationManager add(PolicyRule rule) {
    rules.add(rule);
    return this;
  }

  private PolicyRule last() {
    if (rules.isEmpty()) {
      throw new IllegalStateException("there is no rule yet");
    }
    return rules.get(rules.size() - 1);
  }

  private AuthorizationManager qualify(Terms terms) {
    rules.set(rules.size() - 1, last().under(terms));
    return this;
  }

  /**
   * What the rules collected here decide by themselves.
   *
   * @throws io.mas.gateway.policy.PolicyException if they do not fit together
   */
  public PolicyVerdict decide(String sender, String target, String type) {
    return Policy.compile(rules).decide(sender, target, type);
  }

  /** How many rules of each kind are collected, such as {@code 3 rules {allow=2, block=1}}. */
  public String summary() {
    Map<String, Integer> kinds = new TreeMap<>();
    rules.forEach(rule -> kinds.merge(rule.kind(), 1, Integer::sum));
    return rules.size() + (rules.size() == 1 ? " rule " : " rules ") + kinds;
  }

  /**
   * Publishes the rules. If this fails, what was published before holds.
   *
   * @throws io.mas.gateway.policy.PolicyException if they do not fit together
   * @throws io.mas.internal.redis.LinkException if Redis cannot be reached
   */
  public void apply() {
    Policy.compile(rules);
    provisioning.publish(source, rules);
  }
}
