package io.mas.internal.redis;

import io.mas.MasException;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.Digests;
import io.mas.protocol.KeyState;
import io.mas.protocol.SigningKey;
import io.mas.protocol.VerifyingKey;
import java.util.Optional;

/** What may be done with the signing keys of an agent. Pure. */
final class KeyRing {
  /** How many keys an agent has at most; revoked ones make room. */
  static final int MAX_KEYS = 16;

  private KeyRing() {}

  /** Whether an agent may sign with what it holds, and understands what is delivered to it. */
  static boolean mayUse(AgentEntry entry, AgentKeys held) {
    VerifyingKey key = entry.keys().get(held.signer().id());
    return !entry.isRevoked()
        && key != null
        && key.state() != KeyState.REVOKED
        && key.verifies(held.signer())
        && Digests.same(entry.delivery(), held.delivery());
  }

  /**
   * The keys with the one that is active now, where what is held signs no more and the registry has
   * the secret of that one.
   */
  static Optional<AgentKeys> newer(AgentEntry entry, AgentKeys held) {
    VerifyingKey key = entry.keys().get(held.signer().id());
    VerifyingKey active = entry.active();
    SigningKey signer = active == null ? null : active.signer();
    return key == null || key.state() == KeyState.ACTIVE || signer == null
        ? Optional.empty()
        : Optional.of(new AgentKeys(signer, entry.delivery()));
  }

  /** With a key more that signs. */
  static AgentEntry add(String agent, AgentEntry entry, SigningKey key) {
    return room(agent, entry).with(key.verifier(KeyState.ACTIVE));
  }

  /**
   * With a key more that signs, and those before it for nothing but verifying.
   *
   * @param dropsOld whether those before are revoked instead
   */
  static AgentEntry rotate(String agent, AgentEntry entry, SigningKey key, boolean dropsOld) {
    AgentEntry changed = entry;
    for (VerifyingKey before : entry.keys().values()) {
      if (dropsOld) {
        changed = changed.with(before.in(KeyState.REVOKED));
      } else if (before.state() == KeyState.ACTIVE) {
        changed = changed.with(before.in(KeyState.VERIFY_ONLY));
      }
    }
    return add(agent, changed, key);
  }

  /**
   * With a key in another state.
   *
   * @throws MasException if there is no such key, it is revoked, or no key would be left that signs
   */
  static AgentEntry set(String agent, AgentEntry entry, String keyId, KeyState state) {
    VerifyingKey key = entry.keys().get(keyId);
    if (key == null) {
      throw new MasException(
          "agent %s has no signing key %s; it has %s"
              .formatted(agent, keyId, String.join(", ", entry.keys().keySet())));
    }
    if (key.state() == KeyState.REVOKED && state != KeyState.REVOKED) {
      throw new MasException(
          "the signing key %s of agent %s is revoked, which is for good".formatted(keyId, agent));
    }
    AgentEntry changed = entry.with(key.in(state));
    if (changed.active() == null) {
      throw new MasException(
          "%s is the only key that agent %s signs with; rotate it first".formatted(keyId, agent));
    }
    return changed;
  }

  private static AgentEntry room(String agent, AgentEntry entry) {
    if (entry.keys().size() < MAX_KEYS) {
      return entry;
    }
    Optional<VerifyingKey> oldest =
        entry.keys().values().stream().filter(key -> key.state() == KeyState.REVOKED).findFirst();
    if (oldest.isEmpty()) {
      throw new MasException(
          "agent %s has %d signing keys already; revoke those that are no longer used"
              .formatted(agent, MAX_KEYS));
    }
    return entry.without(oldest.get().id());
  }
}
