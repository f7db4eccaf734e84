package io.mas.internal.redis;

import io.mas.MasException;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.SigningKey;
import io.mas.protocol.VerifyingKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's entry becomes when somebody is to get credentials of it, and the key that is to
 * sign with them.
 *
 * @param entry the entry, changed or as it was
 * @param signer its active key, with the secret
 */
record NewKey(AgentEntry entry, SigningKey signer) {
  /**
   * The first key of an agent.
   *
   * @param capabilities what its instances may claim to be able to do; null for anything
   * @throws MasException if it has one
   */
  static NewKey first(
      String agent,
      AgentEntry before,
      KeyAlgorithm algorithm,
      @Nullable List<String> capabilities) {
    if (!before.keys().isEmpty()) {
      throw new MasException(
          "there is an agent '%s' already; 'agent rotate' gives it new credentials"
              .formatted(agent));
    }
    SigningKey key = SigningKey.generate(before.nextKeyId(), algorithm);
    return new NewKey(KeyRing.add(agent, before, key).granted(capabilities), key);
  }

  /**
   * A key in place of the active one.
   *
   * @param algorithm its algorithm, or null for that of the one before
   * @param dropsOldKeys whether those before are revoked, and do not verify any more
   */
  static NewKey next(
      String agent, AgentEntry before, @Nullable KeyAlgorithm algorithm, boolean dropsOldKeys) {
    VerifyingKey active = before.active();
    KeyAlgorithm kept = active == null ? KeyAlgorithm.HMAC_SHA256 : active.algorithm();
    SigningKey key = SigningKey.generate(before.nextKeyId(), algorithm == null ? kept : algorithm);
    return new NewKey(KeyRing.rotate(agent, before, key, dropsOldKeys), key);
  }

  /**
   * The active key; one more where there is none, or nobody but its holder has it.
   *
   * @param algorithm that of the first key of an agent
   */
  static NewKey shared(String agent, AgentEntry before, KeyAlgorithm algorithm) {
    VerifyingKey active = before.active();
    SigningKey shared = active == null ? null : active.signer();
    if (shared != null) {
      return new NewKey(before, shared);
    }
    SigningKey key =
        SigningKey.generate(before.nextKeyId(), active == null ? algorithm : active.algorithm());
    return new NewKey(KeyRing.add(agent, before, key), key);
  }
}
