package io.mas.internal.redis;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.KeyState;
import io.mas.protocol.SecretKeys;
import io.mas.protocol.SigningKey;
import io.mas.protocol.VerifyingKey;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes agents known and gives them credentials: keys, and users at Redis. Needs the rights of an
 * admin. Thread-safe.
 */
public final class Provisioner {
  private final AgentEntries entries;
  private final AgentUsers users;
  private final InstanceNumbers numbers;

  /** Those made known here, to bring them back where Redis has lost them. */
  private final Map<String, AgentEntry> known = new ConcurrentHashMap<>();

  /**
   * On a Redis that is prepared.
   *
   * @param redisUsers whether each agent gets a Redis user of its own
   */
  public Provisioner(RedisLink admin, Keys keys, boolean redisUsers) {
    this.entries = new AgentEntries(admin, keys);
    this.users = new AgentUsers(admin, keys, redisUsers);
    this.numbers = new InstanceNumbers(admin, keys);
  }

  /**
   * Makes an agent known, so that others can send to it; whoever runs it has its credentials, or
   * gets them with {@link #provision}.
   */
  public void introduce(String agent) {
    enter(agent);
  }

  /**
   * Makes an agent known that was not, and gives it credentials.
   *
   * @param capabilities what its instances may claim to be able to do
   * @throws MasException if it is known already
   */
  public AgentCredentials add(String agent, KeyAlgorithm algorithm, List<String> capabilities) {
    AgentKeys made = AgentKeys.generate(algorithm);
    AgentEntry entry = AgentEntry.of(made).granted(capabilities);
    numbers.goOn(agent);
    if (!entries.enterNew(agent, entry)) {
      throw entries.find(agent).map(AgentEntry::revoked).orElse(false)
          ? revoked(agent)
          : new MasException(
              "agent %s is provisioned already; `agent rotate %s` gives it a new key"
                  .formatted(agent, agent));
    }
    known.put(agent, entry);
    return admitted(agent, made);
  }

  /**
   * Gives an agent a new key to sign with; those before it still verify.
   *
   * @param algorithm that of the new key, or null for that of the one before
   * @param held credentials of it whose Redis user goes on, or null to give it another password
   * @throws MasException if it is not provisioned, is revoked, or has too many keys
   */
  public AgentCredentials rotate(
      String agent, @Nullable KeyAlgorithm algorithm, @Nullable AgentCredentials held) {
    AtomicReference<@Nullable SigningKey> made = new AtomicReference<>();
    AgentEntry entry =
        changed(
            agent,
            before -> {
              if (before.revoked()) {
                throw revoked(agent);
              }
              VerifyingKey active = before.active();
              KeyAlgorithm kept = active == null ? KeyAlgorithm.HMAC_SHA256 : active.algorithm();
              SigningKey key =
                  SigningKey.generate(before.nextKeyId(), algorithm == null ? kept : algorithm);
              made.set(key);
              return KeyRing.rotate(agent, before, key);
            });
    AgentKeys keys = new AgentKeys(made(made), entry.delivery());
    if (held == null || held.redisUser().isEmpty() == users.areKept()) {
      return admitted(agent, keys);
    }
    AgentCredentials credentials =
        new AgentCredentials(
            agent, keys, held.redisUser().orElse(null), held.redisPassword().orElse(null));
    if (users.areKept()) {
      admit(credentials);
    }
    return credentials;
  }

  /**
   * Sets the state of a key of an agent.
   *
   * @throws MasException if there is no such agent or key, or it is the only one that signs
   */
  public void setKey(String agent, String keyId, KeyState state) {
    changed(agent, before -> KeyRing.set(agent, before, keyId, state));
  }

  /**
   * Revokes an agent: gateways take nothing of it any more, and bring nothing to it; Redis lets it
   * in no more.
   *
   * @return whether there is such an agent
   */
  public boolean revoke(String agent) {
    Optional<AgentEntry> revoked = entries.change(agent, AgentEntry::asRevoked);
    if (revoked.isPresent()) {
      known.replace(agent, revoked.get());
      users.shutOut(agent);
    }
    return revoked.isPresent();
  }

  /** Forgets an agent that is revoked, and its user at Redis. */
  void forget(String agent) {
    known.remove(agent);
    entries.remove(agent);
    users.remove(agent);
  }

  /** Credentials of an agent that signs with HMAC-SHA256 unless it has keys already. */
  public AgentCredentials provision(String agent) {
    return provision(agent, KeyAlgorithm.HMAC_SHA256);
  }

  /**
   * Credentials of an agent: its active key, or a new one if there is none or nobody but its holder
   * has it; its Redis user gets a password more.
   *
   * @param algorithm that of a new key of an agent that has none
   * @throws MasException if it is revoked, or has as many keys or passwords as it may have
   */
  public AgentCredentials provision(String agent, KeyAlgorithm algorithm) {
    if (enter(agent).revoked()) {
      throw revoked(agent);
    }
    AtomicReference<@Nullable SigningKey> signer = new AtomicReference<>();
    AgentEntry entry =
        changed(
            agent,
            before -> {
              VerifyingKey active = before.active();
              SigningKey shared = active == null ? null : active.signer();
              SigningKey key = shared;
              if (key == null) {
                key =
                    SigningKey.generate(
                        before.nextKeyId(), active == null ? algorithm : active.algorithm());
              }
              signer.set(key);
              return shared == null ? KeyRing.add(agent, before, key) : before;
            });
    return admitted(agent, new AgentKeys(made(signer), entry.delivery()));
  }

  private static SigningKey made(AtomicReference<@Nullable SigningKey> key) {
    return Objects.requireNonNull(key.get(), "an entry was changed without a key");
  }

  /** With a user of Redis whose password is new. */
  private AgentCredentials admitted(String agent, AgentKeys keys) {
    if (!users.areKept()) {
      return new AgentCredentials(agent, keys, null, null);
    }
    AgentCredentials credentials =
        new AgentCredentials(
            agent, keys, AclRules.userOf(agent), HexFormat.of().formatHex(SecretKeys.random(24)));
    admit(credentials);
    return credentials;
  }

  /**
   * Makes sure that Redis knows the credentials: the key must be one that may be used, the user is
   * set.
   *
   * @return whether they can be used; not if the agent is unknown or revoked, or the key is
   * @throws MasException if the user has as many other passwords as it may have
   */
  public boolean renew(AgentCredentials credentials) {
    Optional<AgentEntry> entry = entries.find(credentials.agentId());
    if (entry.isEmpty() || !KeyRing.mayUse(entry.get(), credentials.keys())) {
      return false;
    }
    known.put(credentials.agentId(), entry.get());
    if (users.areKept()) {
      admit(credentials);
    }
    return true;
  }

  /**
   * The same with the key that is active now, where that is another one and the registry has it;
   * else as they are.
   */
  public AgentCredentials latest(AgentCredentials credentials) {
    AgentEntry entry = entries.find(credentials.agentId()).orElse(null);
    VerifyingKey held = entry == null ? null : entry.keys().get(credentials.keys().signer().id());
    VerifyingKey active = entry == null ? null : entry.active();
    SigningKey signer = active == null ? null : active.signer();
    if (entry == null || held == null || held.state() == KeyState.ACTIVE || signer == null) {
      return credentials;
    }
    return new AgentCredentials(
        credentials.agentId(),
        new AgentKeys(signer, entry.delivery()),
        credentials.redisUser().orElse(null),
        credentials.redisPassword().orElse(null));
  }

  /** Whether Redis lets an agent in with these credentials. */
  public boolean isAdmitted(AgentCredentials credentials) {
    return users.isAdmitted(credentials);
  }

  private void admit(AgentCredentials credentials) {
    users.admit(credentials);
    // whoever revokes writes that first, and then takes the user away: one of both sees the other
    if (entries.find(credentials.agentId()).map(AgentEntry::revoked).orElse(true)) {
      users.shutOut(credentials.agentId());
      throw revoked(credentials.agentId());
    }
  }

  private static MasException revoked(String agent) {
    return new MasException(
        "agent "
            + agent
            + " is revoked; `agent remove "
            + agent
            + "` and `agent add "
            + agent
            + "` make it anew");
  }

  /**
   * Notes what Redis says now of those made known here, to bring back that.
   *
   * @param intact whether Redis has lost nothing; asked after it was read
   */
  public void remember(BooleanSupplier intact) {
    Map<String, Optional<AgentEntry>> read = new HashMap<>();
    known.keySet().forEach(agent -> read.put(agent, entries.find(agent)));
    if (intact.getAsBoolean()) {
      read.forEach(
          (agent, entry) ->
              entry.ifPresentOrElse(
                  found -> known.replace(agent, found), () -> known.remove(agent)));
    }
  }

  /** Makes all agents known again that were, as they were; how many. */
  public int restore() {
    known.forEach((agent, entry) -> known.put(agent, entries.enter(agent, entry)));
    return known.size();
  }

  private AgentEntry enter(String agent) {
    numbers.goOn(agent);
    AgentEntry inForce = entries.enter(agent, AgentEntry.introduced());
    known.put(agent, inForce);
    return inForce;
  }

  private AgentEntry changed(String agent, UnaryOperator<AgentEntry> change) {
    AgentEntry changed =
        entries
            .change(agent, change)
            .orElseThrow(() -> new MasException("agent " + agent + " is not provisioned"));
    known.put(agent, changed);
    return changed;
  }
}
