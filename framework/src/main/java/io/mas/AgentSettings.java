package io.mas;

import io.mas.protocol.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an agent is run.
 *
 * @param id its id: 1 to 64 of letters, digits, '.', '_' and '-'
 * @param concurrency how many messages one instance handles at a time, from 1
 * @param maxAttempts how often a message is tried before it is a dead letter, from 1
 * @param capabilities what it says it can do
 * @param metadata what it tells of itself, beside what {@link Agent#metadata()} gives
 * @param instances how many instances of it are meant to run, in all processes together. With 1 and
 *     a concurrency of 1, an instance that starts waits for what a dead one has held, so that order
 *     holds
 * @param onPoison what becomes of messages that share an ordering key with a dead letter
 * @param lease how long an instance counts as alive after its last sign of life, 1 s to 10 min:
 *     what a dead one holds is taken over within two of them. All instances of an agent have the
 *     same
 * @param jwtFile a file with the token (a JWT) that an outside issuer gives this process, where
 *     gateways ask for one; it is read at each registration, and looked at with each sign of life,
 *     and an instance registers anew when it holds another
 */
public record AgentSettings(
    String id,
    int concurrency,
    int maxAttempts,
    List<String> capabilities,
    Map<String, Object> metadata,
    int instances,
    OnPoison onPoison,
    Duration lease,
    Optional<Path> jwtFile) {

  /** How long an instance counts as alive, unless told. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);

  private static final Duration MIN_LEASE = Duration.ofSeconds(1);
  private static final Duration MAX_LEASE = Duration.ofMinutes(10);

  /** Checks and copies. */
  public AgentSettings {
    Names.requireId("an agent id", id);
    if (id.equals(Names.SYSTEM_AGENT)) {
      throw new IllegalArgumentException("the agent id 'mas' is reserved for the gateway");
    }
    if (concurrency < 1 || maxAttempts < 1 || instances < 1) {
      throw new IllegalArgumentException(
          "concurrency, max_attempts and instances must be at least 1");
    }
    if (lease.compareTo(MIN_LEASE) < 0 || lease.compareTo(MAX_LEASE) > 0) {
      throw new IllegalArgumentException("a lease is 1 s to 10 min");
    }
    capabilities = List.copyOf(capabilities);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** For one instance, with {@link OnPoison#SKIP}, the default lease and no token. */
  public AgentSettings(
      String id,
      int concurrency,
      int maxAttempts,
      List<String> capabilities,
      Map<String, Object> metadata) {
    this(
        id,
        concurrency,
        maxAttempts,
        capabilities,
        metadata,
        1,
        OnPoison.SKIP,
        DEFAULT_LEASE,
        Optional.empty());
  }

  /** Without a token of an outside issuer. */
  public AgentSettings(
      String id,
      int concurrency,
      int maxAttempts,
      List<String> capabilities,
      Map<String, Object> metadata,
      int instances,
      OnPoison onPoison,
      Duration lease) {
    this(
        id,
        concurrency,
        maxAttempts,
        capabilities,
        metadata,
        instances,
        onPoison,
        lease,
        Optional.empty());
  }

  /** With concurrency 1, 5 attempts, and nothing else. */
  public static AgentSettings of(String id) {
    return new AgentSettings(id, 1, 5, List.of(), Map.of());
  }

  /** The same for so many instances. */
  public AgentSettings withInstances(int number) {
    return new AgentSettings(
        id, concurrency, maxAttempts, capabilities, metadata, number, onPoison, lease, jwtFile);
  }

  /** The same with another answer to poisoned messages. */
  public AgentSettings withOnPoison(OnPoison answer) {
    return new AgentSettings(
        id, concurrency, maxAttempts, capabilities, metadata, instances, answer, lease, jwtFile);
  }

  /** The same with another lease. */
  public AgentSettings withLease(Duration time) {
    return new AgentSettings(
        id, concurrency, maxAttempts, capabilities, metadata, instances, onPoison, time, jwtFile);
  }

  /** The same with the file that holds the token of an outside issuer. */
  public AgentSettings withJwtFile(Path file) {
    return new AgentSettings(
        id,
        concurrency,
        maxAttempts,
        capabilities,
        metadata,
        instances,
        onPoison,
        lease,
        Optional.of(file));
  }
}
