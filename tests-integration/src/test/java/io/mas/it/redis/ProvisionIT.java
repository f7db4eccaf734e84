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
  void changesTheEntryThatWasReadAndNoOther() {
    provision("alice", "{1}", "new");
    assertThat(change("alice", "{2}", "{1}")).isEqualTo("{2}");
    assertThat(redis.hgetall(AGENT_KEYS)).isEqualTo(Map.of("alice", "{2}", "@version", "2"));
    Map<String, String> then = everything();
    assertThat(change("alice", "{3}", "{1}")).isEqualTo("{2}");
    assertThat(change("bob", "{3}", "{1}")).isEmpty();
    assertThat(change("bob", "{3}", "")).isEmpty();
    assertThat(everything()).isEqualTo(then);
  }

  private String change(String agent, String agentKeys, String before) {
    return link.callForText(
        "mas_provision",
        List.of(AGENTS, AGENT_KEYS),
        arguments(agent, agentKeys, "change", before));
  }

  @Test
  void forgetsAnAgent() {
    provision("alice", "{1}", "new");
    provision("bob", "{b}", "new");
    assertThat(provision("alice", "", "remove")).isEmpty();
    assertThat(redis.smembers(AGENTS)).containsExactly("bob");
    assertThat(redis.hgetall(AGENT_KEYS)).isEqualTo(Map.of("bob", "{b}", "@version", "3"));
    Map<String, String> then = everything();
    assertThat(provision("alice", "", "remove")).isEmpty();
    assertThat(everything()).isEqualTo(then);
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
