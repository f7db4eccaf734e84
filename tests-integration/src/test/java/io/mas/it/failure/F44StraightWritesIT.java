package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.Provisioning;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.internal.redis.Keys;
import io.mas.it.redis.Raw;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.DeliveryKey;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Kind;
import io.mas.protocol.MessageId;
import io.mas.protocol.SecretKeys;
import io.mas.runner.redis.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An agent goes past the gateway: writes straight to another's streams, reads the gateway's keys,
 * trims what is another's. All that its user may try is in AclEscapeIT.
 */
class F44StraightWritesIT {
  private final EmbeddedRedis redis = EmbeddedRedis.ephemeral().open();
  private final String url = redis.address().url();
  private final Wire wire = Wire.to(url);
  private final AgentHost host = AgentHost.at(url);
  private final Gateway gateway = Gateway.start(GatewaySettings.of(url));
  private final Listener mallory = new Listener();
  private final Listener victim = new Listener();
  private final String inbox = Wire.KEYS.inbox("victim");

  @AfterEach
  void stop() {
    host.close();
    gateway.close();
    wire.close();
    redis.close();
  }

  private void run(AgentCredentials credentials, Listener agent) {
    host.start(AgentSettings.of(credentials.agentId()), credentials, agent)
        .started()
        .toCompletableFuture()
        .join();
  }

  /** Both run; mallory may send to the victim, as her part is. */
  private AgentCredentials start(Provisioning provisioning) {
    AgentCredentials credentials = provisioning.provision("mallory");
    provisioning.publish(
        "test", List.of(new PolicyRule.Allow("mallory", List.of("victim"), Origin.CODE)));
    gateway.refresh();
    run(credentials, mallory);
    run(provisioning.provision("victim"), victim);
    return credentials;
  }

  private void handlesOnlyWhatCameProperly() {
    mallory.send("victim", "proper", Map.of());
    await().untilAsserted(() -> assertThat(victim.types()).containsExactly("proper"));
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(victim.types()).containsExactly("proper");
  }

  @Test
  void redisRefusesIt() {
    try (Provisioning provisioning = Provisioning.at(url, true)) {
      AgentCredentials credentials = start(provisioning);
      List<List<String>> tries = tries();
      try (RedisClient client = RedisClient.create()) {
        RedisCommands<String, String> commands = loggedIn(client, credentials);
        assertThat(Raw.send(commands, List.of("PING"))).contains("PONG");
        for (List<String> words : tries) {
          assertThat(Raw.send(commands, words)).as("%s", words).startsWith("NOPERM");
        }
      }
      handlesOnlyWhatCameProperly();
      assertThat(wire.deadLetters()).isEmpty();
      Report.of("F44")
          .with("redis_acl", "auto")
          .with("tried", tries.size())
          .with("refused", tries.size())
          .print();
    }
  }

  private RedisCommands<String, String> loggedIn(RedisClient client, AgentCredentials as) {
    return client
        .connect(
            StringCodec.UTF8,
            RedisURI.builder()
                .withHost(redis.address().host())
                .withPort(redis.address().port())
                .withAuthentication(
                    as.redisUser().orElseThrow(), as.redisPassword().orElseThrow().toCharArray())
                .build())
        .sync();
  }

  private List<List<String>> tries() {
    List<List<String>> tries = new ArrayList<>();
    for (String stream :
        List.of(
            inbox,
            Wire.KEYS.outbox("victim"),
            Wire.KEYS.instanceStream("victim", victim.instanceId()),
            Wire.KEYS.inbox("mallory"))) {
      tries.add(List.of("XADD", stream, "*", "h", "x", "p", "y"));
      tries.add(List.of("XTRIM", stream, "MAXLEN", "0"));
    }
    tries.add(List.of("XRANGE", inbox, "-", "+"));
    tries.add(List.of("XDEL", inbox, "1-1"));
    tries.add(List.of("DEL", Wire.KEYS.state("victim")));
    tries.add(List.of("HGETALL", Keys.GATEWAY));
    tries.add(List.of("HGET", Keys.POLICY, "test"));
    for (String agent : List.of("mallory", "victim")) {
      int shard = Wire.KEYS.shardOf(agent);
      tries.add(List.of("HGET", Keys.agentKeys(shard), agent));
      tries.add(List.of("HSET", Keys.lease(shard), "owner", "mallory"));
      tries.add(List.of("XTRIM", Keys.audit(shard), "MAXLEN", "0"));
    }
    return tries;
  }

  /** {@code security.redis_acl: off}: there the seal alone is left. */
  @Test
  void withoutRedisUsersWhatItWritesIsADeadLetterAndNoHandlerRuns() {
    try (Provisioning provisioning = Provisioning.at(url, false)) {
      AgentCredentials credentials = start(provisioning);
      assertThat(credentials.redisUser()).isEmpty();
      List<Map<String, byte[]>> written = forged(provisioning, credentials);
      for (Map<String, byte[]> entry : written) {
        wire.add(inbox, entry);
      }
      handlesOnlyWhatCameProperly();
      await()
          .untilAsserted(
              () ->
                  assertThat(wire.deadLettersFrom("victim"))
                      .hasSize(written.size())
                      .allSatisfy(
                          letter -> assertThat(letter).containsEntry("decision", "UNSEALED")));
      assertThat(victim.types()).containsExactly("proper");
      Report.of("F44")
          .with("redis_acl", "off")
          .with("written", written.size())
          .with("unsealed", written.size())
          .with("handled", 0)
          .print();
    }
  }

  /** Messages as good as she can make them; she has her own keys, and what came for another. */
  private List<Map<String, byte[]>> forged(Provisioning provisioning, AgentCredentials mine) {
    byte[] header =
        EnvelopeCodec.encode(
            new Envelope(
                Kind.SEND,
                MessageId.next(System.currentTimeMillis()),
                "boss",
                "i1",
                "victim",
                "",
                "forged",
                1,
                System.currentTimeMillis(),
                null,
                0,
                null,
                Map.of()));
    byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
    byte[] digest = Digests.sha256(payload);
    Map<String, byte[]> bare = Map.of("h", header, "p", payload);
    byte[] own = new DeliveryKey(mine.keys().delivery()).seal(header, digest, new byte[0]);
    byte[] signature = mine.keys().signer().sign(new byte[SecretKeys.TOKEN_BYTES], header, digest);
    return List.of(
        bare,
        with(bare, "g", new byte[0]),
        with(bare, "g", new byte[DeliveryKey.SEAL_BYTES]),
        with(bare, "g", own),
        with(bare, "a", signature),
        sealedForAnother(provisioning));
  }

  private Map<String, byte[]> sealedForAnother(Provisioning provisioning) {
    provisioning.provision("idle");
    provisioning.publish(
        "more", List.of(new PolicyRule.Allow("mallory", List.of("idle"), Origin.CODE)));
    gateway.refresh();
    mallory.send("idle", "sealed", Map.of());
    String stream = Wire.KEYS.inbox("idle");
    await().until(() -> wire.entries(stream).size() == 1);
    Map<String, byte[]> sealed = wire.entries(stream).get(0).getBody();
    wire.redis().del(stream);
    return sealed;
  }

  private static Map<String, byte[]> with(Map<String, byte[]> entry, String field, byte[] value) {
    Map<String, byte[]> changed = new HashMap<>(entry);
    changed.put(field, value);
    return changed;
  }
}
