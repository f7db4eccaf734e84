package io.mas.it.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.AccessDeniedException;
import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyDocument;
import io.mas.gateway.policy.PolicyRule;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.Json;
import io.mas.testkit.TestSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running gateway takes what has changed in its files, and only what is right. */
class F51ReloadIT {
  private static final String[] AGENTS = {
    "gateway_config_file: gateway.yaml",
    "agents:",
    "  - {agent_id: asker, class_path: Asker}",
    "  - {agent_id: echo, class_path: Echo}",
  };
  private static final String ALLOW = "- allow: {sender: asker, targets: [echo], types: [%s]}";
  private static final String EXPECT = "- {from: asker, to: echo, type: greeting, expect: allow}";

  @TempDir private Path directory;
  private TestSystem system;
  private final Listener asker = new Listener();
  private RunnerProcess gateway;

  static class Echo extends Agent<Void> {
    @On("greeting")
    void greet(Message message) {
      message.reply("greeted", Map.of());
    }

    @On("bill")
    void bill(Message message) {
      message.reply("billed", Map.of());
    }
  }

  @BeforeEach
  void start() {
    system = TestSystem.withoutGateway();
    Project.in(directory).file("agents.yaml", AGENTS);
    gatewayYaml("[greeting]");
    gateway = Runner.in(directory).start("gateway", "--redis", system.redisUrl());
    gateway.awaitErr(" runs on ");
    system.run("asker", asker);
    system.run("echo", new Echo());
    ask("greeting");
  }

  @AfterEach
  void stop() {
    gateway.close();
    system.close();
  }

  private void gatewayYaml(String types) {
    gatewayYaml(types, EXPECT);
  }

  private void gatewayYaml(String types, String test) {
    String rule = ALLOW.formatted(types.substring(1, types.length() - 1));
    Project.in(directory)
        .file("gateway.yaml", "policy:", "  rules:", "    " + rule, "  tests:", "    " + test);
  }

  private void ask(String type) {
    asker.request("echo", type, Map.of(), Duration.ofSeconds(20));
  }

  private void isRefused(String type) {
    assertThatThrownBy(() -> ask(type)).isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aChangeIsInForceWithinASecondAndNoMessageIsLost() {
    isRefused("bill");
    gatewayYaml("[greeting, bill]");
    long start = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(20))
        .ignoreException(AccessDeniedException.class)
        .untilAsserted(() -> ask("bill"));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.out.println("F51 in force after " + millis + " ms");
    ask("greeting");
    gateway.awaitErr("the change of the configuration is in force");
  }

  @Test
  void whatItsOwnTestsContradictIsNotTaken() {
    gatewayYaml("[bill]");
    gateway.awaitErr("its own tests contradict it");
    assertThat(gateway.err())
        .contains("gateway.yaml:5: expected that asker may send greeting to echo, but: no rule");
    ask("greeting");
    isRefused("bill");
    gatewayYaml("[greeting, bill]");
    gateway.awaitErr("the change of the configuration is in force");
    ask("bill");
  }

  @Test
  void anErrorIsShownAndTheLastGoodOneStays() {
    Project.in(directory).file("gateway.yaml", "policy: {rulse: []}");
    gateway.awaitErr("rulse");
    ask("greeting");
    isRefused("bill");
    assertThat(gateway.isAlive()).isTrue();
  }

  private void agentsYamlAllowing(String type) {
    List<String> lines = new ArrayList<>(List.of(AGENTS));
    lines.addAll(List.of("permissions:", "  " + ALLOW.formatted(type)));
    Project.in(directory).file("agents.yaml", lines.toArray(String[]::new));
  }

  /** What agents.yaml says is for all gateways: it is published together with what is taken. */
  @Test
  void whatTheRulesOfOthersContradictIsNotPublishedEither() {
    try (Wire wire = Wire.to(system.redisUrl())) {
      String source = directory.resolve("agents.yaml").toString();
      String before = new PolicyDocument(List.of()).toJson();
      String block =
          new PolicyDocument(
                  List.of(
                      new PolicyRule.Block("asker", List.of("echo"), new Origin("other.yaml", 1))))
              .toJson();
      wire.redis().hset("mas:policy", Map.of("other", block.getBytes(UTF_8)));
      agentsYamlAllowing("bill");
      gateway.awaitErr("the change is not taken");
      assertThat(wire.hash("mas:policy").getOrDefault(source, before)).isEqualTo(before);
      isRefused("bill");
      ask("greeting");
    }
  }

  @Test
  void whatCannotBePublishedNowIsTakenWhenItCan() {
    try (Wire wire = Wire.to(system.redisUrl())) {
      wire.redis().configSet("maxmemory", "1");
      agentsYamlAllowing("bill");
      gateway.awaitErr("the change cannot be put in force yet");
      wire.redis().configSet("maxmemory", "0");
      gateway.awaitErr("the change of the configuration is in force");
      ask("bill");
    }
  }

  @Test
  void aRuleInShadowIsRecordedAndDecidesNothing() throws Exception {
    String block = "- block: {sender: asker, targets: ['*'], mode: shadow}";
    Project.in(directory)
        .file(
            "gateway.yaml",
            "policy:",
            "  rules:",
            "    " + block,
            "    " + ALLOW.formatted("greeting"));
    gateway.awaitErr("the change of the configuration is in force");
    ask("greeting");
    try (Wire wire = Wire.to(system.redisUrl())) {
      assertThat(wire.audit())
          .anySatisfy(
              audited -> {
                assertThat(audited.path("decision").asText()).isEqualTo("ALLOWED");
                assertThat(Json.text(audited.path("shadow")))
                    .contains("\"permission\"", "AUTHZ_DENIED", "blocked by block (", ":3)");
              });
    }
  }

  @Test
  void nothingIsStartedWhoseTestsFail() {
    gatewayYaml("[bill]");
    try (RunnerProcess other = Runner.in(directory).run("gateway", "--redis", system.redisUrl())) {
      assertThat(other.status()).isEqualTo(2);
      assertThat(other.err()).contains("expected that asker may send greeting to echo");
    }
  }
}
