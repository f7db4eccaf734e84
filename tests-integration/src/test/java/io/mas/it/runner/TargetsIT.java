package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.Decision;
import io.mas.Message;
import io.mas.MessageRejectedException;
import io.mas.On;
import io.mas.it.support.Listener;
import io.mas.testkit.TestSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gateway.yaml says of targets, in a gateway's own process, changed while it runs. */
class TargetsIT {
  @TempDir private Path directory;
  private final Listener asker = new Listener();
  private TestSystem system;

  static class Echo extends Agent<Void> {
    @Override
    protected void onMessage(Message message) {
      message.reply("echoed", Map.of());
    }

    @On("pay")
    void pay(Message message) {
      message.reply("paid", Map.of());
    }
  }

  @BeforeEach
  void start() {
    system = TestSystem.withoutGateway();
    Project.in(directory)
        .file(
            "agents.yaml",
            "gateway_config_file: gateway.yaml",
            "permissions:",
            "  - allow: {sender: asker, targets: [echo]}",
            "agents:",
            "  - {agent_id: asker, class_path: Asker}",
            "  - {agent_id: echo, class_path: Echo}");
    gatewayYaml("pay.json");
    amountUpTo(1000);
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private void gatewayYaml(String schema) {
    Project.in(directory)
        .file(
            "gateway.yaml",
            "targets:",
            "  echo:",
            "    types: [pay, ask]",
            "    max_payload: 1KB",
            "    schemas: {pay: " + schema + "}");
  }

  private void amountUpTo(int most) {
    Project.in(directory)
        .file("amount.json", "{\"maximum\": " + most + "}")
        .file("pay.json", "{\"properties\": {\"amount\": {\"$ref\": \"amount.json\"}}}");
  }

  private RunnerProcess gateway() {
    RunnerProcess gateway = Runner.in(directory).start("gateway", "--redis", system.redisUrl());
    gateway.awaitErr(" runs on ");
    system.run("asker", asker);
    system.run("echo", new Echo());
    return gateway;
  }

  private void ask(String type, Object data) {
    asker.request("echo", type, data, Duration.ofSeconds(20));
  }

  private void isRefused(String type, Object data, String reason) {
    assertThatThrownBy(() -> ask(type, data))
        .isInstanceOfSatisfying(
            MessageRejectedException.class,
            refused -> {
              assertThat(refused.decision()).isEqualTo(Decision.INVALID_MESSAGE);
              assertThat(refused.reason()).isEqualTo(reason);
            });
  }

  @Test
  void isInForceAndAChangedSchemaIsTakenWhileItRuns() {
    try (RunnerProcess gateway = gateway()) {
      ask("pay", Map.of("amount", 999));
      isRefused("buy", Map.of(), "echo takes no buy");
      isRefused(
          "pay", Map.of("amount", 7391), "the payload does not fit pay.json: at /amount: maximum");
      isRefused(
          "ask",
          Map.of("text", "x".repeat(2000)),
          "the payload has 2011 bytes, and echo takes 1024");
      amountUpTo(10_000);
      gateway.awaitErr("the change of the configuration is in force");
      ask("pay", Map.of("amount", 7391));
      // what is no schema is not taken, and neither is a file that is not there, until it is
      Project.in(directory).file("amount.json", "{\"maximum\": \"much\"}");
      gateway.awaitErr("amount.json is no JSON Schema");
      ask("pay", Map.of("amount", 7391));
      gatewayYaml("new.json");
      gateway.awaitErr("targets.echo.schemas: new.json does not exist");
      ask("pay", Map.of("amount", 7391));
      Project.in(directory).file("new.json", "{\"required\": [\"iban\"]}");
      await()
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  isRefused(
                      "pay",
                      Map.of("amount", 1),
                      "the payload does not fit new.json: at /: required"));
    }
  }

  @Test
  void aMissingSchemaIsAnErrorOfCheckAndOfTheStart() {
    gatewayYaml("nothing.json");
    for (String command : new String[] {"check", "gateway"}) {
      try (RunnerProcess process = Runner.in(directory).run(command)) {
        assertThat(process.status()).as(process.everything()).isEqualTo(2);
        assertThat(process.err())
            .contains("gateway.yaml:5", "nothing.json does not exist")
            .doesNotContain("\tat ");
      }
    }
  }
}
