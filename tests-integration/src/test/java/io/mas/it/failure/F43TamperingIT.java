package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.AgentCredentials;
import io.mas.AgentHost;
import io.mas.AgentSettings;
import io.mas.gateway.Provisioning;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.KeyAlgorithm;
import io.mas.testkit.TestSystem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message of which any byte of any field was changed is refused, whatever signs it. */
class F43TamperingIT {
  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Provisioning provisioning = Provisioning.at(system.redisUrl(), true);
  private final AgentHost host = AgentHost.at(system.redisUrl());
  private final Listener sender = new Listener();
  private final Listener receiver = new Listener();
  private final String outbox = Wire.KEYS.outbox("sender");

  @AfterEach
  void stop() {
    host.close();
    provisioning.close();
    wire.close();
    system.close();
  }

  private Map<String, byte[]> captured() {
    Map<String, byte[]> captured = wire.entries(outbox).get(1).getBody();
    wire.redis().xdel(outbox, wire.entries(outbox).get(1).getId());
    return captured;
  }

  private static Map<String, byte[]> with(Map<String, byte[]> entry, String field, byte[] value) {
    Map<String, byte[]> changed = new HashMap<>(entry);
    changed.put(field, value);
    return changed;
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnEntryOfWhichAnyByteWasChanged(KeyAlgorithm algorithm) {
    system.allow("sender", "receiver");
    AgentCredentials credentials = provisioning.add("sender", algorithm, Optional.empty());
    host.start(AgentSettings.of("sender"), credentials, sender);
    system.run("receiver", receiver);
    String id = sender.send("receiver", "original", Map.of("text", "of the original"));
    Map<String, byte[]> original = captured();
    int written = writeAllChanged(original);
    for (Map<String, byte[]> entry : misshapen(original)) {
      wire.add(outbox, entry);
      written++;
    }
    system.startGateway();
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(receiver.received()).isEmpty();
    // each once, and besides them the two registrations
    assertThat(wire.audit()).hasSize(written + 2);
    assertThat(wire.deadLetters()).hasSize(written);
    Set<String> decisions = new java.util.TreeSet<>();
    for (JsonNode found : wire.audit()) {
      if (!found.path("kind").asText().equals("REGISTER")
          || !found.path("decision").asText().equals("ALLOWED")) {
        decisions.add(found.path("decision").asText());
      }
    }
    assertThat(decisions).containsOnly("SIGNATURE_INVALID", "INVALID_MESSAGE");

    // unchanged it passes: it was the change that was refused
    wire.add(outbox, original);
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("original"));
    assertThat(receiver.received().get(0).id()).isEqualTo(id);
  }

  private int writeAllChanged(Map<String, byte[]> original) {
    int written = 0;
    for (String field : List.of("h", "p", "a")) {
      byte[] bytes = original.get(field);
      for (int i = 0; i < bytes.length; i++) {
        for (int bit : new int[] {0x01, 0x80}) {
          byte[] changed = bytes.clone();
          changed[i] ^= (byte) bit;
          wire.add(outbox, with(original, field, changed));
          written++;
        }
      }
    }
    return written;
  }

  private List<Map<String, byte[]>> misshapen(Map<String, byte[]> original) {
    List<Map<String, byte[]>> entries = new ArrayList<>();
    for (String field : List.of("h", "p", "a")) {
      byte[] bytes = original.get(field);
      entries.add(with(original, field, new byte[0]));
      entries.add(with(original, field, java.util.Arrays.copyOf(bytes, bytes.length - 1)));
      entries.add(with(original, field, java.util.Arrays.copyOf(bytes, bytes.length + 1)));
      Map<String, byte[]> without = new HashMap<>(original);
      without.remove(field);
      entries.add(without);
    }
    entries.add(with(original, "another", new byte[] {1}));
    entries.add(Map.of("x", new byte[] {1}));
    return entries;
  }
}
