package io.mas.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.protocol.AgentKeys;
import io.mas.protocol.SecretKeys;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private static Principal agent(String id) {
    return new Principal(id, AgentKeys.generate());
  }

  @Test
  void anEmptyOneKnowsNobody() {
    assertThat(Directory.empty().find(3, "a")).isNull();
    assertThat(Directory.empty().agents(3)).isEmpty();
  }

  @Test
  void findsAnAgentOnItsShardAlone() {
    Principal a = agent("a");
    Directory directory = Directory.empty().with(3, Map.of("a", a));
    assertThat(directory.find(3, "a")).isSameAs(a);
    assertThat(directory.find(4, "a")).isNull();
    assertThat(directory.find(3, "b")).isNull();
    assertThat(directory.agents(3)).containsExactly("a");
  }

  @Test
  void aShardThatIsReadAgainTakesThePlaceOfWhatItHeldAndLeavesTheOthers() {
    Directory before =
        Directory.empty().with(3, Map.of("a", agent("a"))).with(4, Map.of("b", agent("b")));
    Directory after = before.with(3, Map.of("c", agent("c")));
    assertThat(after.agents(3)).containsExactly("c");
    assertThat(after.agents(4)).containsExactly("b");
    assertThat(before.agents(3)).containsExactly("a");
  }

  @Test
  void doesNotChangeWithTheMapItWasMadeOf() {
    Map<String, Principal> agents = new HashMap<>(Map.of("a", agent("a")));
    Directory directory = Directory.empty().with(3, agents);
    agents.clear();
    assertThat(directory.agents(3)).containsExactly("a");
  }

  @Test
  void aPrincipalVerifiesUnderEachOfItsKeys() {
    Map<String, byte[]> signing = new LinkedHashMap<>();
    signing.put("k1", SecretKeys.random(SecretKeys.KEY_BYTES));
    signing.put("k2", SecretKeys.random(SecretKeys.KEY_BYTES));
    AgentKeys keys = new AgentKeys(signing, SecretKeys.random(SecretKeys.KEY_BYTES));
    Principal rotating = new Principal("a", keys);
    assertThat(rotating.key("k1")).isNotNull();
    assertThat(rotating.key("k2")).isNotNull();
    assertThat(rotating.key("k3")).isNull();
    assertThat(rotating.agent()).isEqualTo("a");
  }
}
