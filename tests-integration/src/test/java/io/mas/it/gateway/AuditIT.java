package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Message;
import io.mas.On;
import io.mas.TerminalException;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** P7: every sending is decided once and is in the audit log exactly once. */
class AuditIT {
  static class Mixed extends Agent<Void> {
    @On("fails")
    void fails() {
      throw new TerminalException("of course");
    }

    @On(value = "asks", reply = "answers")
    int asks(Message message) {
      return message.data().asInt();
    }

    @On("fine")
    void fine() {}
  }

  private final TestSystem system = TestSystem.start();
  private final Wire wire = Wire.to(system.redisUrl());

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  @Test
  void recordsEachOfAThousandMessagesOnce() {
    system.allow("sender", "mixed");
    Listener sender = new Listener();
    system.run("sender", sender);
    system.run(new AgentSettings("mixed", 4, 2, List.of(), Map.of()), new Mixed());
    system.provision("guarded");
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < 900; i++) {
      switch (i % 4) {
        case 0 -> expected.put(sender.send("mixed", "fine", i), "ALLOWED");
        case 1 -> expected.put(sender.send("guarded", "no", i), "AUTHZ_DENIED");
        case 2 -> expected.put(sender.send("nobody", "no", i), "UNKNOWN_TARGET");
        default -> expected.put(sender.send("mixed", "fails", i), "ALLOWED");
      }
    }
    for (int i = 0; i < 100; i++) {
      Message answer = sender.request("mixed", "asks", i);
      expected.put(answer.correlationId().orElseThrow(), "ALLOWED");
      expected.put(answer.id(), "ALLOWED");
    }
    await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(wire.deadLetters()).hasSize(450 + 225));
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());

    List<JsonNode> audit = wire.audit();
    Map<String, List<String>> byId =
        audit.stream()
            .collect(
                Collectors.groupingBy(
                    found -> found.path("id").asText(),
                    Collectors.mapping(
                        found -> found.path("decision").asText(), Collectors.toList())));
    assertThat(byId.values()).allSatisfy(decisions -> assertThat(decisions).hasSize(1));
    expected.forEach((id, decision) -> assertThat(byId.get(id)).containsExactly(decision));
    // the messages, what became a dead letter after it was delivered, and two registrations
    assertThat(audit).hasSize(900 + 200 + 225 + 2);
    assertThat(audit)
        .filteredOn(found -> found.path("kind").asText().equals("DEAD"))
        .hasSize(225)
        .allSatisfy(
            found -> assertThat(found.path("decision").asText()).isEqualTo("HANDLER_FAILED"));
    assertThat(sender.rejections()).hasSize(450);
  }
}
