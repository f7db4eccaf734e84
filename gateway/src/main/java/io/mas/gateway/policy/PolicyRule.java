package io.mas.gateway.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One line of a policy: something that is allowed or blocked, a role, or who has it.
 *
 * <p>A rule checks its own parts when it is made and throws a {@link PolicyException} that names
 * them; what it has to do with other rules is checked by {@link Policy#compile}. Rules are
 * immutable.
 */
public sealed interface PolicyRule {
  /** The name of this kind of rule in agents.yaml and in a {@link PolicyDocument}. */
  String kind();

  /** Where it was written. */
  Origin origin();

  /** On what it speaks, and whether it is in force. */
  default Terms terms() {
    return Terms.ALWAYS;
  }

  /** The rule itself, without its terms. */
  default PolicyRule plain() {
    return this;
  }

  /** The same rule under terms. */
  default PolicyRule under(Terms terms) {
    return terms.equals(Terms.ALWAYS) ? plain() : new Qualified(plain(), terms);
  }

  /** The agents it names by their id, in its order; neither {@code *} nor a pattern names any. */
  Set<String> mentions();

  /**
   * The sender may send to each target; {@code *} means any agent, the sender itself included. One
   * way only.
   */
  record Allow(String sender, List<String> targets, Origin origin) implements PolicyRule {
    static final String KIND = "allow";

    public Allow {
      var check = new RuleCheck(KIND, origin);
      check.agent("sender", sender);
      targets = check.targets("targets", targets);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Set<String> mentions() {
      return named(sender, targets);
    }
  }

  /** Each of the two may send to the other. */
  record AllowBidirectional(String a, String b, Origin origin) implements PolicyRule {
    static final String KIND = "allow_bidirectional";

    public AllowBidirectional {
      new RuleCheck(KIND, origin).network("agents", List.of(a, b));
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Set<String> mentions() {
      return named(a, List.of(b));
    }
  }

  /**
   * Bidirectional: each of the agents may send to each other one. Otherwise they are a chain: each
   * may send to the one that follows it in the list, and to no other; the last to none.
   */
  record AllowNetwork(List<String> agents, boolean bidirectional, Origin origin)
      implements PolicyRule {
    static final String KIND = "allow_network";

    public AllowNetwork {
      agents = new RuleCheck(KIND, origin).network("agents", agents);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Set<String> mentions() {
      return new LinkedHashSet<>(agents);
    }
  }

  /** The sender may send to each receiver; the receivers get no right to answer but the reply. */
  record AllowBroadcast(String sender, List<String> receivers, Origin origin)
      implements PolicyRule {
    static final String KIND = "allow_broadcast";

    public AllowBroadcast {
      var check = new RuleCheck(KIND, origin);
      check.agent("sender", sender);
      receivers = check.agents("receivers", receivers);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Set<String> mentions() {
      return named(sender, receivers);
    }
  }

  /** The agent may send to any agent, itself included. */
  record AllowWildcard(String agentId, Origin origin) implements PolicyRule {
    static final String KIND = "allow_wildcard";

    public AllowWildcard {
      new RuleCheck(KIND, origin).agent("agent_id", agentId);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Set<String> mentions() {
      return Set.of(agentId);
    }
  }

  /** The sender may not send to the targets, whatever else allows it; {@code *} means any agent. */
  record Block(String sender, List<String> targets, Origin origin) implements PolicyRule {
    static final String KIND = "block";

    public Block {
      var check = new RuleCheck(KIND, origin);
      check.agent("sender", sender);
      targets = check.targets("targets", targets);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Set<String> mentions() {
      return named(sender, targets);
    }
  }

  /**
   * Permissions under a name, for {@link AssignRole} to give to agents; allows nothing by itself. A
   * permission is {@code send:PATTERN}, where the pattern is an agent id with {@code *} for any run
   * of characters, anywhere in it and as often as needed.
   *
   * @param includes other roles whose permissions it has too
   */
  record Role(
      String name,
      List<String> permissions,
      List<String> includes,
      String description,
      Origin origin)
      implements PolicyRule {
    static final String KIND = "role";

    public Role {
      var check = new RuleCheck(KIND, origin);
      check.role("name", name);
      includes = check.roles("includes", includes);
      permissions =
          includes.isEmpty() || !permissions.isEmpty()
              ? check.permissions("permissions", permissions)
              : List.of();
      check.description(description);
    }

    /** Of permissions of its own alone. */
    public Role(String name, List<String> permissions, String description, Origin origin) {
      this(name, permissions, List.of(), description, origin);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Set<String> mentions() {
      var ids = new LinkedHashSet<String>();
      for (var permission : permissions) {
        var pattern = SendPermission.parse(permission).pattern();
        if (pattern.isExact()) {
          ids.add(pattern.prefix());
        }
      }
      return ids;
    }
  }

  /** The agent has what the role permits. The role may stand before or after this rule. */
  record AssignRole(String agentId, String role, Origin origin) implements PolicyRule {
    static final String KIND = "assign_role";

    public AssignRole {
      var check = new RuleCheck(KIND, origin);
      check.agent("agent_id", agentId);
      check.role("role", role);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Set<String> mentions() {
      return Set.of(agentId);
    }
  }

  /**
   * A rule that is about some message types alone, is in shadow mode, or asks for approval.
   *
   * @param plain the rule
   * @param terms what qualifies it
   */
  record Qualified(PolicyRule plain, Terms terms) implements PolicyRule {
    public Qualified {
      if (plain instanceof Role) {
        throw new PolicyException(
            plain.origin(),
            "role: types, mode and approval belong to what allows, blocks or assigns");
      }
      if (plain instanceof Block && terms.approval() != null) {
        throw new PolicyException(
            plain.origin(), "block: approval belongs to what allows; a block needs none");
      }
      if (plain instanceof Qualified) {
        throw new IllegalArgumentException("a rule is qualified once");
      }
    }

    @Override
    public String kind() {
      return plain.kind();
    }

    @Override
    public Origin origin() {
      return plain.origin();
    }

    @Override
    public Set<String> mentions() {
      return plain.mentions();
    }
  }

  private static Set<String> named(String first, List<String> others) {
    var ids = new LinkedHashSet<String>();
    ids.add(first);
    others.stream().filter(id -> !id.equals(Ids.ANY)).forEach(ids::add);
    return ids;
  }
}
