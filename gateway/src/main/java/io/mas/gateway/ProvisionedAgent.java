package io.mas.gateway;

import java.util.List;
import java.util.Optional;

/**
 * A provisioned agent, without any secret.
 *
 * @param id its id
 * @param revoked whether it is revoked
 * @param status what the registry says: ACTIVE, INACTIVE, PAUSED and the like
 * @param keys its signing keys, the oldest first
 * @param capabilities what it is granted; empty where nothing was said, and it may claim any
 * @param instances the instances that are registered now
 */
public record ProvisionedAgent(
    String id,
    boolean revoked,
    String status,
    List<Key> keys,
    Optional<List<String>> capabilities,
    List<String> instances) {

  /** Copies the lists. */
  public ProvisionedAgent {
    keys = List.copyOf(keys);
    capabilities = capabilities.map(List::copyOf);
    instances = List.copyOf(instances);
  }

  /**
   * A signing key.
   *
   * @param id its id, which messages name
   * @param algorithm hmac-sha256 or ed25519
   * @param state active, verify-only or revoked
   */
  public record Key(String id, String algorithm, String state) {}
}
