package io.mas.runner.config;

import io.mas.runner.yaml.Located;
import io.mas.runner.yaml.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One rule about who may send to whom. What no rule allows is denied, and {@code block} wins over
 * what others allow.
 */
public sealed interface Permission {

  /** Where the rule stands. */
  Position position();

  /** The agents that the rule names, {@code *} not among them. */
  Stream<Located<String>> named();

  /** {@code sender} may send to {@code targets}; a target {@code *} is any agent. */
  record Allow(Located<String> sender, List<Located<String>> targets, Position position)
      implements Permission {
    @Override
    public Stream<Located<String>> named() {
      return ids(sender, targets);
    }
  }

  /** Each of the two agents may send to the other. */
  record AllowBidirectional(List<Located<String>> agents, Position position) implements Permission {
    @Override
    public Stream<Located<String>> named() {
      return agents.stream();
    }
  }

  /**
   * If {@code bidirectional}, each agent may send to each other one; else they are a chain, in
   * which each may send to the one that follows it in the list.
   */
  record AllowNetwork(List<Located<String>> agents, boolean bidirectional, Position position)
      implements Permission {
    @Override
    public Stream<Located<String>> named() {
      return agents.stream();
    }
  }

  /** {@code sender} may send to each of {@code receivers}. */
  record AllowBroadcast(Located<String> sender, List<Located<String>> receivers, Position position)
      implements Permission {
    @Override
    public Stream<Located<String>> named() {
      return ids(sender, receivers);
    }
  }

  /** The agent may send to any other. */
  record AllowWildcard(Located<String> agentId, Position position) implements Permission {
    @Override
    public Stream<Located<String>> named() {
      return Stream.of(agentId);
    }
  }

  /** {@code sender} may not send to {@code targets}, whatever else allows it. */
  record Block(Located<String> sender, List<Located<String>> targets, Position position)
      implements Permission {
    @Override
    public Stream<Located<String>> named() {
      return ids(sender, targets);
    }
  }

  /**
   * A permission about some message types alone, in shadow mode, or with approval.
   *
   * @param types with {@code *} for any characters; none for all
   * @param shadow whether it decides nothing, and is only noted where it would have
   * @param approval how long a person has to approve what it allows; empty where nobody need
   */
  record Qualified(
      Permission plain, List<Located<String>> types, boolean shadow, Optional<Duration> approval)
      implements Permission {
    @Override
    public Position position() {
      return plain.position();
    }

    @Override
    public Stream<Located<String>> named() {
      return plain.named();
    }
  }

  /**
   * A set of permissions with a name.
   *
   * @param permissions such as {@code send:patient*}
   * @param includes other roles whose permissions it has too
   * @param description empty unless given
   */
  record Role(
      Located<String> name,
      List<Located<String>> permissions,
      List<Located<String>> includes,
      String description,
      Position position)
      implements Permission {
    @Override
    public Stream<Located<String>> named() {
      return Stream.empty();
    }
  }

  /** The agent has the permissions of the role. */
  record AssignRole(Located<String> agentId, Located<String> role, Position position)
      implements Permission {
    @Override
    public Stream<Located<String>> named() {
      return Stream.of(agentId);
    }
  }

  private static Stream<Located<String>> ids(
      Located<String> sender, List<Located<String>> targets) {
    return Stream.concat(
        Stream.of(sender), targets.stream().filter(t -> !t.value().equals(Ids.ANYONE)));
  }
}
