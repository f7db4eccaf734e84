package io.mas.internal.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mas.MasException;
import io.mas.Rejection;
import io.mas.internal.redis.Arguments;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisClock;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins, says from time to time that it lives, and leaves. A registration that has lapsed (the
 * process was paused, Redis lost it) is made anew under the next number.
 */
final class Registration {
  /** How many leases its own stream outlives its last heartbeat: long enough for a long pause. */
  private static final int STREAM_LEASES = 30;

  private static final Logger log = LoggerFactory.getLogger(Registration.class);
  private static final int MAX_TRIES = 100;
  private static final String CALL_HAS_RUN = ">";
  private static final String SHUT_OUT =
      "Redis lets the agent in no more: it was revoked or removed, or Redis has forgotten its user";

  private final RedisLink link;
  private final RedisClock clock;
  private final Keys keys;
  private final Identity identity;
  private final Messages messages;
  private final Writer writer;
  private final List<String> capabilities;
  private final Map<String, Object> metadata;
  private final Duration lease;
  private final OperatorWatch operator;
  private final @Nullable OutsideToken token;

  private final ScheduledExecutorService timer;
  private @Nullable ScheduledFuture<?> beats;
  private boolean left;
  private volatile @Nullable String trouble;
  private volatile @Nullable String refusal;
  private volatile String announced = "";

  /** Whether what was announced last was another token of an instance that was registered. */
  private volatile boolean renewing;

  private BooleanSupplier shutOut = () -> false;
  private Runnable refused = () -> {};

  Registration(
      RedisLink link,
      RedisClock clock,
      Keys keys,
      Identity identity,
      Messages messages,
      Writer writer,
      List<String> capabilities,
      Map<String, Object> metadata,
      Duration lease,
      OperatorWatch operator,
      @Nullable OutsideToken token,
      ScheduledExecutorService timer) {
    this.link = link;
    this.clock = clock;
    this.keys = keys;
    this.identity = identity;
    this.messages = messages;
    this.writer = writer;
    this.capabilities = capabilities;
    this.metadata = metadata;
    this.lease = lease;
    this.operator = operator;
    this.token = token;
    this.timer = timer;
  }

  /** Why it counts as not registered; null while it does. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Whether Redis refuses its user. */
  boolean isShutOut() {
    return SHUT_OUT.equals(trouble);
  }

  /** Why it cannot take part any more, whatever it does; null while it can. */
  @Nullable String refusal() {
    return refusal;
  }

  /**
   * What to ask and to do when the instance can take part no more.
   *
   * @param shutOut whether Redis refuses its user
   * @param refused lets it take nothing more; must not block
   */
  void onRefused(BooleanSupplier shutOut, Runnable refused) {
    this.shutOut = shutOut;
    this.refused = refused;
  }

  /**
   * A gateway has refused a registration. If it is that of now, nothing of this instance would be
   * taken: it says so, and lets its registration lapse. Where only another token was shown, the
   * registration before stands until its own expires; it shows one again later.
   */
  void refusedBy(Rejection rejection) {
    if (!rejection.messageId().equals(announced) || refusal != null) {
      return;
    }
    if (renewing && token != null) {
      token.refused(rejection);
      return;
    }
    refusal = "its registration was refused: " + rejection.decision() + ", " + rejection.reason();
    log.error(
        "agent {} instance {}: {}; it takes part no more, start it again when that is mended",
        identity.agent(),
        identity.instance(),
        refusal);
    refused.run();
  }

  /** Joins, and begins to send heartbeats. */
  void start(Duty heartbeat) {
    writer.onLapse(heartbeat::fallDue);
    synchronized (this) {
      operator.begin();
      if (operator.isKilled()) {
        throw new MasException(
            "agent " + identity.agent() + " was killed by an operator, and is not released");
      }
      join();
      beat(); // says what it follows, and looks again: somebody may have wanted something meanwhile
    }
    long period = lease.toMillis() / 3;
    beats = timer.scheduleWithFixedDelay(heartbeat::fallDue, period, period, TimeUnit.MILLISECONDS);
  }

  private void join() {
    renewing = false;
    if (token != null) {
      token.read(messages.now());
    }
    register();
  }

  private void register() {
    String agent = identity.agent();
    String last = lastNumber();
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      long number = Long.parseLong(last) + 1;
      Object answer = link.callForAny("mas_register", registerKeys(), registerArguments(number));
      if (!(answer instanceof String other)) {
        if (token != null) {
          token.shown(messages.now());
        }
        return;
      }
      if (other.equals(CALL_HAS_RUN)) {
        return; // its results come first; the next heartbeat registers
      }
      last = other;
    }
    throw new MasException(
        "agent " + agent + " could not register: others took every number it tried");
  }

  private String lastNumber() {
    byte[] last = link.field(keys.sequence(identity.agent()), "n");
    return last == null ? "0" : new String(last, StandardCharsets.UTF_8);
  }

  private List<String> registerKeys() {
    String agent = identity.agent();
    return List.of(
        keys.instance(agent, identity.instance()),
        keys.outbox(agent),
        keys.sequence(agent),
        keys.instanceStream(agent, identity.instance()));
  }

  private Arguments registerArguments(long number) {
    int shard = keys.shardOf(identity.agent());
    Arguments arguments =
        new Arguments()
            .add(identity.agent())
            .add(identity.instance())
            .add(number)
            .add(lease.toMillis())
            .add(lease.multipliedBy(STREAM_LEASES).toMillis())
            .add(Keys.bell(shard))
            .add(Keys.registry(shard));
    Map<String, Object> says =
        token == null ? Map.of("number", number) : Map.of("number", number, "jwt", token.toShow());
    Outgoing announcement = messages.announcement(Kind.REGISTER, says);
    announced = announcement.envelope().id().toString();
    identity.registersAs(number);
    Writer.Settled settled = writer.settled();
    identity.sign(announcement, settled.sequence(), messages.now(), arguments);
    return arguments
        .add(settled.call())
        .add("token")
        .add(HexFormat.of().formatHex(identity.tokenHash()))
        .add("host")
        .add(host())
        .add("pid")
        .add(ProcessHandle.current().pid())
        .add("capabilities")
        .add(json(capabilities))
        .add("metadata")
        .add(json(metadata));
  }

  /** Says that it lives, and does what the operator wants. */
  synchronized void beat() {
    if (left || refusal != null) {
      return; // one that was on its way when the instance left must not register it again
    }
    try {
      clock.refresh(link);
      operator.look();
      if (operator.isKilled()) {
        trouble = "an operator has killed the agent"; // registered again it could commit its turns
        return;
      }
      if (!beatOnce()) {
        log.warn(
            "agent {} instance {}: its registration had lapsed; registering anew",
            identity.agent(),
            identity.instance());
        join();
        beatOnce();
      } else if (token != null && token.isToBeShown(messages.now())) {
        log.info(
            "agent {} instance {}: it has another token; registering anew under the next number",
            identity.agent(),
            identity.instance());
        renewing = true;
        register();
      }
      tell(token == null ? null : token.trouble(messages.now()));
    } catch (TokenException e) {
      tell(e.getMessage());
    } catch (LinkException e) {
      if (isShutOut(e)) {
        operator.bar();
        tellShutOut();
        return;
      }
      trouble = "no heartbeat: " + e.getMessage();
      log.warn(
          "agent {} instance {}: no heartbeat: {}",
          identity.agent(),
          identity.instance(),
          e.getMessage());
    }
  }

  /** Once, not with every heartbeat. */
  private void tell(@Nullable String found) {
    if (found != null && !found.equals(trouble)) {
      log.error("agent {} instance {}: {}", identity.agent(), identity.instance(), found);
    }
    trouble = found;
  }

  /** A connection that was ended and cannot be made again looks as if Redis were away. */
  private boolean isShutOut(LinkException failure) {
    return failure.failure() == LinkException.Cause.DENIED
        || (failure.isUnreachable() && shutOut.getAsBoolean());
  }

  /** Once: who restores its user makes good a Redis that has forgotten it. */
  private void tellShutOut() {
    if (!SHUT_OUT.equals(trouble)) {
      trouble = SHUT_OUT;
      log.error("agent {} instance {}: {}", identity.agent(), identity.instance(), SHUT_OUT);
    }
  }

  private boolean beatOnce() {
    String agent = identity.agent();
    Object alive =
        link.callForAny(
            "mas_heartbeat",
            List.of(
                keys.instance(agent, identity.instance()),
                keys.instanceStream(agent, identity.instance())),
            new Arguments()
                .add(lease.toMillis())
                .add(lease.multipliedBy(STREAM_LEASES).toMillis())
                .add(operator.followed()));
    return !Long.valueOf(0).equals(alive);
  }

  /** Stops the heartbeats and leaves. */
  synchronized void stop() {
    left = true;
    if (beats != null) {
      beats.cancel(false);
    }
    String agent = identity.agent();
    int shard = keys.shardOf(agent);
    Arguments arguments =
        new Arguments()
            .add(agent)
            .add(identity.instance())
            .add(Keys.bell(shard))
            .add(Keys.registry(shard));
    identity.sign(
        messages.announcement(Kind.LEAVE, Map.of()),
        writer.takeSequence(),
        messages.now(),
        arguments);
    link.callForAny(
        "mas_leave",
        List.of(
            keys.instance(agent, identity.instance()),
            keys.outbox(agent),
            keys.sequence(agent),
            keys.instanceStream(agent, identity.instance()),
            keys.inbox(agent)),
        arguments);
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new MasException("the agent's metadata cannot be written as JSON", e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown"; // a machine need not be able to resolve its own name
    }
  }
}
