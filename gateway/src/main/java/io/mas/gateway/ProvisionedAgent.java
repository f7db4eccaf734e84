package io.mas.gateway;

import io.mas.protocol.AgentEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a provisioned agent; never a secret. Immutable.
 *
 * @param id the agent
 * @param keys its signing keys, in the order in which they were made
 * @param capabilities what its instances may claim to be able to do; empty for anything
 * @param revokedAt when it was revoked, if it was
 */
public record ProvisionedAgent(
    String id, List<Key> keys, Optional<List<String>> capabilities, Optional<Instant> revokedAt) {

  /** Copies the lists. */
  public ProvisionedAgent {
    keys = List.copyOf(keys);
    capabilities = capabilities.map(List::copyOf);
  }

  /**
   * A signing key of it.
   *
   * @param id as messages name it
   * @param algorithm {@code hmac-sha256} or {@code ed25519}
   * @param state {@code active}, {@code verify-only} or {@code revoked}
   */
  public record Key(String id, String algorithm, String state) {}

  static ProvisionedAgent of(String id, AgentEntry entry) {
    return new ProvisionedAgent(
        id,
        entry.keys().values().stream()
            .map(key -> new Key(key.id(), key.algorithm().text(), key.state().text()))
            .toList(),
        Optional.ofNullable(entry.capabilities()),
        entry.isRevoked()
            ? Optional.of(Instant.ofEpochMilli(entry.revokedAt()))
            : Optional.empty());
  }
}
