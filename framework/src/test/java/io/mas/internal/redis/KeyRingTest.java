package io.mas.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.MasException;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.KeyState;
import io.mas.protocol.SecretKeys;
import io.mas.protocol.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRingTest {
  private final AgentKeys held = AgentKeys.generate();
  private final AgentEntry entry = AgentEntry.of(held);

  private static SigningKey key(String id) {
    return SigningKey.generate(id, KeyAlgorithm.ED25519);
  }

  private static KeyState stateOf(AgentEntry entry, String id) {
    return entry.keys().get(id).state();
  }

  @Test
  void rotationLetsTheKeyBeforeVerify() {
    AgentEntry rotated = KeyRing.rotate("a", entry, key("k2"), false);
    assertThat(stateOf(rotated, "k1")).isEqualTo(KeyState.VERIFY_ONLY);
    assertThat(stateOf(rotated, "k2")).isEqualTo(KeyState.ACTIVE);
    assertThat(KeyRing.mayUse(rotated, held)).isTrue();
    AgentEntry again = KeyRing.rotate("a", rotated, key("k3"), false);
    assertThat(stateOf(again, "k1")).isEqualTo(KeyState.VERIFY_ONLY);
    assertThat(stateOf(again, "k2")).isEqualTo(KeyState.VERIFY_ONLY);
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, true", "VERIFY_ONLY, true", "REVOKED, false"})
  void aHeldKeyIsOfUseUnlessItIsRevoked(KeyState state, boolean use) {
    assertThat(KeyRing.mayUse(entry.with(held.signer().verifier(state)), held)).isEqualTo(use);
  }

  @Test
  void otherKeysOrARevokedAgentAreOfNoUse() {
    assertThat(KeyRing.mayUse(entry.asRevoked(7), held)).isFalse();
    assertThat(KeyRing.mayUse(entry, AgentKeys.generate())).isFalse();
    assertThat(KeyRing.mayUse(AgentEntry.introduced(), held)).isFalse();
    AgentKeys otherDelivery = new AgentKeys(held.signer(), SecretKeys.random(SecretKeys.KEY_BYTES));
    assertThat(KeyRing.mayUse(entry, otherDelivery)).isFalse();
  }

  @Test
  void aKeyIsRetiredOrRevokedOnceAnotherSigns() {
    AgentEntry two = KeyRing.add("a", entry, key("k2"));
    assertThat(stateOf(KeyRing.set("a", two, "k1", KeyState.VERIFY_ONLY), "k1"))
        .isEqualTo(KeyState.VERIFY_ONLY);
    AgentEntry revoked = KeyRing.set("a", two, "k1", KeyState.REVOKED);
    assertThat(stateOf(revoked, "k1")).isEqualTo(KeyState.REVOKED);
    assertThatThrownBy(() -> KeyRing.set("a", revoked, "k1", KeyState.VERIFY_ONLY))
        .isInstanceOf(MasException.class)
        .hasMessage("the signing key k1 of agent a is revoked, which is for good");
  }

  @Test
  void theOnlyKeyThatSignsAndAnUnknownOneAreLeftAsTheyAre() {
    assertThatThrownBy(() -> KeyRing.set("a", entry, "k1", KeyState.REVOKED))
        .isInstanceOf(MasException.class)
        .hasMessage("k1 is the only key that agent a signs with; rotate it first");
    assertThatThrownBy(() -> KeyRing.set("a", entry, "k9", KeyState.REVOKED))
        .isInstanceOf(MasException.class)
        .hasMessage("agent a has no signing key k9; it has k1");
  }

  @Test
  void keysAreBoundedAndTheOldestRevokedOneMakesRoom() {
    AgentEntry full = entry;
    for (int i = 2; i <= KeyRing.MAX_KEYS; i++) {
      full = KeyRing.rotate("a", full, key("k" + i), false);
    }
    AgentEntry all = full;
    assertThatThrownBy(() -> KeyRing.rotate("a", all, key("k17"), false))
        .isInstanceOf(MasException.class)
        .hasMessage("agent a has 16 signing keys already; revoke those that are no longer used");
    AgentEntry room = KeyRing.set("a", all, "k3", KeyState.REVOKED);
    AgentEntry more = KeyRing.rotate("a", room, key(room.nextKeyId()), false);
    assertThat(more.keys()).hasSize(16).doesNotContainKey("k3").containsKeys("k1", "k17");
  }
}
