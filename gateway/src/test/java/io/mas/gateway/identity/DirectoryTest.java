package io.mas.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.KeyState;
import io.mas.protocol.SigningKey;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private static Principal agent(String id) {
    return new Principal(id, AgentEntry.introduced());
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
    AgentEntry entry =
        AgentEntry.of(AgentKeys.generate())
            .with(SigningKey.generate("k2", KeyAlgorithm.ED25519).verifier(KeyState.VERIFY_ONLY));
    Principal rotating = new Principal("a", entry);
    assertThat(rotating.key("k1")).isNotNull();
    assertThat(rotating.key("k2")).isNotNull();
    assertThat(rotating.key("k3")).isNull();
    assertThat(rotating.agent()).isEqualTo("a");
  }
}
