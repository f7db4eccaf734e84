package io.mas.gateway;

import io.mas.Health;
import io.mas.gateway.audit.DeadLetters;
import io.mas.gateway.breaker.BoardLoader;
import io.mas.gateway.breaker.PermitLoader;
import io.mas.gateway.breaker.Permits;
import io.mas.gateway.control.RestrictionLoader;
import io.mas.gateway.identity.DirectoryLoader;
import io.mas.gateway.limit.PortionLoader;
import io.mas.gateway.limit.Portions;
import io.mas.gateway.policy.PolicyLoader;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.registry.EvictionWatch;
import io.mas.gateway.registry.RegistryView;
import io.mas.gateway.route.Bearing;
import io.mas.gateway.route.GatewayContext;
import io.mas.gateway.route.Shards;
import io.mas.internal.redis.Foundation;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisClock;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.protocol.GatewayKeys;
import io.mas.protocol.SecretKeys;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway: decides on every message of the shards it owns, and routes what may pass.
 *
 * <p>Several may run on one Redis; each shard is owned by one at a time, and another takes it over
 * within seconds when that one dies. Nothing that was accepted is lost then, or delivered twice.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private final RedisServer server;
  private final GatewayContext context;
  private final Shards shards;
  private final PortionLoader portions;
  private final PermitLoader permits;
  private final ChangeNews news;
  private final OutsideKeys outsideKeys;
  private final LossWatch loss;
  private final EvictionWatch eviction;
  private final Refresher refresher;

  /** Exchanged when other rules are taken. */
  private volatile Bearing bearing;

  private Gateway(RedisServer server, GatewaySettings settings) {
    this.server = server;
    this.bearing = bearing(settings.rules());
    this.outsideKeys = new OutsideKeys(settings.rules().jwt());
    RedisLink link = server.link();
    this.eviction = EvictionWatch.start(link, server.address());
    Foundation foundation = Foundation.of(link);
    Keys keys = foundation.keys();
    byte[] secret = foundation.secret();
    this.loss = new LossWatch(foundation, System::nanoTime, this::forget);
    GatewayKeys secrets = new GatewayKeys(secret);
    RegistryView registry = new RegistryView(link::hash, keys);
    this.refresher = new Refresher(new Freshness(System::nanoTime, this::read));
    this.context =
        new GatewayContext(
            "gw-" + HexFormat.of().formatHex(SecretKeys.random(6)),
            link,
            keys,
            new RedisClock(link),
            secrets,
            () -> bearing,
            outsideKeys::current,
            new DirectoryLoader(link, keys, loss::isReadable),
            new PolicyLoader(
                link, settings.rules().policy(), settings.rules().policyTests(), loss::isReadable),
            new RestrictionLoader(link, loss::isReadable),
            registry,
            new DeadLetters(secrets.deadLetters()),
            new Portions(),
            new BoardLoader(link, keys),
            new Permits(),
            new LongAdder(),
            refresher::require);
    Arrays.fill(secret, (byte) 0);
    this.news = new ChangeNews(context, server);
    refresh();
    context.boards().refresh();
    news.all();
    this.portions = new PortionLoader(context.portions(), link, keys, context.clock());
    this.permits =
        new PermitLoader(context.permits(), context.boards(), link, keys, context.clock());
    this.shards = new Shards(context, server);
    refresher.start();
    refresher.lookRegularly(eviction::look, EvictionWatch.PERIOD_MILLIS);
    log.info("gateway {} runs on {}", context.id(), server.address());
  }

  /**
   * Starts a gateway; it decides when this returns, as far as no other gateway owns the shards.
   *
   * @throws LinkException if Redis cannot be reached, or refuses what a gateway needs
   * @throws io.mas.EvictingRedisException if Redis may throw messages away
   */
  public static Gateway start(GatewaySettings settings) {
    RedisServer server = RedisServer.at(settings.redisUrl());
    try {
      return new Gateway(server, settings);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Takes other rules; they decide from the next batch on, and no message is dropped or decided
   * twice.
   *
   * @throws io.mas.gateway.policy.PolicyException if the policy cannot be compiled, or does not
   *     decide as its tests expect; then nothing has changed
   * @throws LinkException if Redis cannot be reached; then nothing has changed
   */
  public void apply(GatewayRules rules) {
    apply(rules, Map.of(), () -> {});
  }

  /**
   * The same, together with rules that are published meanwhile for all gateways: at this one both
   * are in force at once.
   *
   * @param published what is about to be published, by source
   * @param publisher publishes that; called when it is known to be taken
   * @throws io.mas.gateway.policy.PolicyException as above; then nothing is published either
   * @throws LinkException if Redis cannot be reached; then nothing has changed here
   */
  public void apply(
      GatewayRules rules, Map<String, List<PolicyRule>> published, Runnable publisher) {
    context.policy().own(rules.policy(), rules.policyTests(), published, publisher);
    if (!rules.breakers().isEmpty()) {
      context.boards().refresh(); // it is not kept while there are none
    }
    outsideKeys.take(rules.jwt());
    bearing = bearing(rules);
    log.info("gateway {} has taken other rules", context.id());
  }

  private static Bearing bearing(GatewayRules rules) {
    return Bearing.of(
        rules.maxDrift(),
        rules.maxBacklog(),
        rules.policyMode(),
        rules.limits(),
        rules.breakers(),
        rules.targets());
  }

  /** Its name in leases and audit records. */
  public String id() {
    return context.id();
  }

  /** How many replies were dropped since the start because the asking instance was gone. */
  public long droppedReplies() {
    return context.droppedReplies().sum();
  }

  /**
   * Reads keys and policy now, instead of within a quarter of a second.
   *
   * @throws LinkException if they cannot be read; nothing is decided on what was read more than a
   *     second ago
   */
  public void refresh() {
    refresher.refresh();
  }

  private void read() {
    context.clock().refresh(context.link());
    if (loss.isReadable()) {
      context.directory().refresh();
      context.policy().refresh();
      context.restrictions().refresh();
      if (!bearing.breakers().isEmpty()) {
        context.boards().refresh();
      }
    }
  }

  /**
   * Whether it decides on what is in Redis: keys and policy can be read, are not lost, and Redis
   * throws nothing away. While they cannot be read for more than a second it decides nothing; where
   * they, or the agents under restraint, are lost it goes on with what it knew.
   */
  public Health health() {
    String trouble = loss.trouble();
    if (trouble == null && refresher.isStale()) {
      trouble = "keys and policy cannot be read";
    }
    if (trouble == null && !eviction.trouble().isEmpty()) {
      trouble = "Redis " + eviction.trouble();
    }
    if (trouble == null) {
      trouble = context.restrictions().trouble();
    }
    return trouble == null ? Health.ok() : Health.down(trouble);
  }

  /** Before what was restored is read: a version may be the same by chance. */
  private void forget() {
    context.directory().forgetVersions();
    news.all();
  }

  /** Finishes the batches under way, gives the shards up, and closes the connections. */
  @Override
  public void close() {
    refresher.close();
    shards.close();
    portions.close();
    permits.close();
    outsideKeys.close();
    news.close();
    server.close();
    log.info("gateway {} has stopped", context.id());
  }
}
