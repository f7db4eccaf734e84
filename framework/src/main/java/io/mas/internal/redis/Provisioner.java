package io.mas.internal.redis;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.protocol.AgentEntry;
import io.mas.protocol.AgentKeys;
import io.mas.protocol.KeyAlgorithm;
import io.mas.protocol.KeyState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes agents known and gives them credentials: keys, and users at Redis. Needs the rights of an
 * admin. Thread-safe.
 */
public final class Provisioner {
  private final LongSupplier clock;
  private final AgentEntries entries;
  private final Admission admission;
  private final InstanceNumbers numbers;
  private final KnownAgents known;

  /**
   * On a Redis that is prepared.
   *
   * @param redisUsers whether each agent gets a Redis user of its own
   */
  public Provisioner(RedisLink admin, Keys keys, boolean redisUsers) {
    this.clock = admin::time;
    this.entries = new AgentEntries(admin, keys);
    this.known = new KnownAgents(entries);
    this.admission = new Admission(entries, new AgentUsers(admin, keys, redisUsers));
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
   * Gives an agent credentials that has none yet.
   *
   * @param capabilities what its instances may claim to be able to do; null for anything
   * @throws MasException if it has, or is revoked
   */
  public AgentCredentials add(
      String agent, KeyAlgorithm algorithm, @Nullable List<String> capabilities) {
    enter(agent);
    return keyed(agent, before -> NewKey.first(agent, before, algorithm, capabilities), null);
  }

  /**
   * Gives an agent a new key to sign with.
   *
   * @param algorithm that of the new key, or null for that of the one before
   * @param dropsOldKeys whether the keys before are revoked, and do not verify any more
   * @param held credentials of it whose Redis user goes on, or null to give it another password
   * @throws MasException if it is not provisioned, is revoked, or has too many keys
   */
  public AgentCredentials rotate(
      String agent,
      @Nullable KeyAlgorithm algorithm,
      boolean dropsOldKeys,
      @Nullable AgentCredentials held) {
    numbers.catchUp(agent);
    return keyed(agent, before -> NewKey.next(agent, before, algorithm, dropsOldKeys), held);
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
   * Revokes an agent: gateways take nothing of it any more, that which waits too, and bring nothing
   * to it; Redis lets it in no more, and ends its connections.
   *
   * @return whether there was such an agent in force
   */
  public boolean revoke(String agent) {
    AtomicBoolean wasInForce = new AtomicBoolean();
    long now = clock.getAsLong();
    Optional<AgentEntry> revoked =
        entries.change(
            agent,
            before -> {
              wasInForce.set(!before.isRevoked());
              return before.asRevoked(now);
            });
    if (revoked.isEmpty()) {
      return false;
    }
    known.replace(agent, revoked.get());
    admission.shutOut(agent);
    return wasInForce.get();
  }

  /** Lets an agent in at Redis no more, whatever is known of it, and ends its connections. */
  public void shutOut(String agent) {
    admission.shutOut(agent);
  }

  /** Forgets an agent that is revoked, and its user at Redis. */
  void forget(String agent) {
    known.remove(agent);
    entries.remove(agent);
    admission.remove(agent);
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
    enter(agent);
    return keyed(agent, before -> NewKey.shared(agent, before, algorithm), null);
  }

  private AgentCredentials keyed(
      String agent, Function<AgentEntry, NewKey> change, @Nullable AgentCredentials held) {
    AtomicReference<@Nullable NewKey> made = new AtomicReference<>();
    changed(
        agent,
        before -> {
          if (before.isRevoked()) {
            throw Admission.revoked(agent);
          }
          NewKey keyed = change.apply(before);
          made.set(keyed);
          return keyed.entry();
        });
    NewKey keyed = Objects.requireNonNull(made.get(), "an entry was changed without a key");
    return admission.issue(agent, new AgentKeys(keyed.signer(), keyed.entry().delivery()), held);
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
    admission.admit(credentials);
    return true;
  }

  /**
   * The same with the key that is active now, where that is another one and the registry has it;
   * else as they are.
   */
  public AgentCredentials latest(AgentCredentials credentials) {
    return entries
        .find(credentials.agentId())
        .flatMap(entry -> KeyRing.newer(entry, credentials.keys()))
        .map(keys -> Admission.with(credentials, keys))
        .orElse(credentials);
  }

  /** What the registry has of an agent. */
  public Optional<AgentEntry> find(String agent) {
    return entries.find(agent);
  }

  /** Whether Redis lets an agent in with these credentials. */
  public boolean isAdmitted(AgentCredentials credentials) {
    return admission.isAdmitted(credentials);
  }

  /**
   * Notes what Redis says now of those made known here, to bring back that.
   *
   * @param intact whether Redis has lost nothing; asked after it was read
   */
  public void remember(BooleanSupplier intact) {
    known.remember(intact);
  }

  /**
   * Undoes {@link #revoke}, but for its Redis user: whoever runs it admits it anew, or it gets new
   * credentials.
   */
  public void reinstate(String agent) {
    entries.change(agent, AgentEntry::asInForce).ifPresent(entry -> known.replace(agent, entry));
  }

  /** Makes all agents known again that were, as they were; how many. */
  public int restore() {
    return known.restore();
  }

  private void enter(String agent) {
    numbers.goOn(agent);
    known.put(agent, entries.enter(agent, AgentEntry.introduced()));
  }

  private void changed(String agent, UnaryOperator<AgentEntry> change) {
    AgentEntry changed =
        entries
            .change(agent, change)
            .orElseThrow(() -> new MasException("there is no agent " + agent));
    known.put(agent, changed);
  }
}
