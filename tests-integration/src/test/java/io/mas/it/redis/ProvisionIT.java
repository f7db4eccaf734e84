package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header of provision.lua says. */
class ProvisionIT extends OnRealRedis {
  private static final String AGENTS = Keys.agents(5);
  private static final String AGENT_KEYS = Keys.agentKeys(5);

  private String provision(String agent, String agentKeys, String mode) {
    return link.callForText(
        "mas_provision", List.of(AGENTS, AGENT_KEYS), arguments(agent, agentKeys, mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "replace"})
  void makesAnAgentKnown(String mode) {
    assertThat(provision("alice", "{1}", mode)).isEqualTo("{1}");
    assertThat(redis.smembers(AGENTS)).containsExactly("alice");
    assertThat(redis.hgetall(AGENT_KEYS)).isEqualTo(Map.of("alice", "{1}", "@version", "1"));
  }

  @Test
  void keepsTheKeysThatAreThereAndWritesNothing() {
    provision("alice", "{1}", "new");
    Map<String, String> then = everything();
    assertThat(provision("alice", "{2}", "new")).isEqualTo("{1}");
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void writesOverTheKeysThatAreThere() {
    provision("alice", "{1}", "new");
    provision("bob", "{b}", "new");
    assertThat(provision("alice", "{2}", "replace")).isEqualTo("{2}");
    assertThat(redis.hgetall(AGENT_KEYS))
        .isEqualTo(Map.of("alice", "{2}", "bob", "{b}", "@version", "3"));
    assertThat(redis.smembers(AGENTS)).containsExactlyInAnyOrder("alice", "bob");
  }

  @Test
  void writesNothingWhenAKeyHasAWrongType() {
    redis.set(AGENTS, "spoiled");
    Map<String, String> then = everything();
    assertThatThrownBy(() -> provision("alice", "{1}", "new")).isInstanceOf(LinkException.class);
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void keepsEveryByteOfTheKeys() {
    assertThat(provision("alice", "é" + BINARY.substring(0, 128), "new")).hasSizeGreaterThan(128);
    assertThat(redis.hget(AGENT_KEYS, "alice")).isEqualTo("é" + BINARY.substring(0, 128));
  }
}
