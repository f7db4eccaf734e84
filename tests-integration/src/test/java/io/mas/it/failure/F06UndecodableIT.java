package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.StreamMessage;
import io.mas.AgentCredentials;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.DeliveryKey;
import io.mas.protocol.Digests;
import io.mas.protocol.GatewayKeys;
import io.mas.protocol.PayloadCipher;
import io.mas.protocol.ProtocolException;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Entries in an inbox that nobody can decode, among others. */
class F06UndecodableIT {
  private static final int BAD = 10;
  private static final byte[] HEADER = {1, 2, 3};

  private static byte[] payload(int number) {
    return ("not JSON " + number).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void areDeadLettersWithTheirBytesAndTheReaderGoesOn() throws Exception {
    try (TestSystem system = TestSystem.start();
        Wire wire = Wire.to(system.redisUrl())) {
      Listener sender = new Listener();
      Listener receiver = new Listener();
      system.allow("sender", "receiver");
      AgentCredentials credentials = system.provision("receiver");
      system.run("sender", sender);
      system.run("receiver", receiver);
      DeliveryKey key = new DeliveryKey(credentials.keys().delivery());
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < BAD; i++) {
        byte[] seal = key.seal(HEADER, Digests.sha256(payload(i)), new byte[0]);
        wire.add(Wire.KEYS.inbox("receiver"), Map.of("h", HEADER, "p", payload(i), "g", seal));
        sent.add(sender.send("receiver", "proper", i));
      }
      await()
          .untilAsserted(
              () -> assertThat(receiver.received()).extracting(each -> each.id()).isEqualTo(sent));
      await().untilAsserted(() -> assertThat(wire.deadLettersFrom("receiver")).hasSize(BAD));
      assertThat(wire.deadLettersFrom("receiver"))
          .allSatisfy(letter -> assertThat(letter).containsEntry("decision", "UNDECODABLE"));
      List<String> kept = payloads(wire);
      for (int i = 0; i < BAD; i++) {
        assertThat(kept).contains(new String(payload(i), StandardCharsets.UTF_8));
      }
      await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
      Report.of("F06")
          .with("undecodable", BAD)
          .with("dead_letters", kept.size())
          .with("sent", sent.size())
          .with("lost", sent.size() - receiver.received().size())
          .with("repeated", 0)
          .print();
    }
  }

  private static List<String> payloads(Wire wire) throws ProtocolException {
    PayloadCipher cipher = new GatewayKeys(wire.redis().hget(Keys.GATEWAY, "secret")).deadLetters();
    int shard = Wire.KEYS.shardOf("receiver");
    List<String> payloads = new ArrayList<>();
    for (StreamMessage<String, byte[]> letter : wire.entries(Keys.deadLetters(shard))) {
      Map<String, byte[]> fields = letter.getBody();
      String place = text(fields.get("from")) + ":" + text(fields.get("entry"));
      byte[] context = place.getBytes(StandardCharsets.UTF_8);
      payloads.add(text(cipher.decrypt(fields.get("payload"), context)));
    }
    return payloads;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
