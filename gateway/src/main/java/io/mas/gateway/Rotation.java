package io.mas.gateway;

import io.mas.AgentCredentials;
import io.mas.protocol.KeyAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is given a new signing key. Immutable.
 *
 * @param algorithm that of the new key, or null for that of the one before
 * @param dropsOldKeys whether the keys before are revoked: what they have signed is refused from
 *     now on, that which waits too
 * @param held credentials of it whose Redis user goes on, or null to give it one password more
 */
public record Rotation(
    @Nullable KeyAlgorithm algorithm, boolean dropsOldKeys, @Nullable AgentCredentials held) {

  /** To a key like the one before, which verifies on, so that what runs with it goes on. */
  public static Rotation withOverlap() {
    return new Rotation(null, false, null);
  }

  /** To a key like the one before, of which nothing is taken any more. */
  public static Rotation atOnce() {
    return new Rotation(null, true, null);
  }
}
