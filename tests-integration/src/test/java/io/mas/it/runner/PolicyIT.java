package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.gateway.policy.Terms;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.Json;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy from the command line. */
class PolicyIT {
  @TempDir private Path directory;

  @BeforeEach
  void files() {
    Project.in(directory)
        .file(
            "agents.yaml",
            "gateway_config_file: gateway.yaml",
            "permissions:",
            "  - allow: {sender: a, targets: [b], types: [order.*]}",
            "  - role: {name: reader, permissions: ['send:c*']}",
            "  - role: {name: chief, includes: [reader]}",
            "  - assign_role: {agent_id: a, role: chief}",
            "agents:",
            "  - {agent_id: a, class_path: A}",
            "  - {agent_id: b, class_path: B}",
            "  - {agent_id: c, class_path: C}")
        .file(
            "gateway.yaml",
            "policy:",
            "  rules:",
            "    - block: {sender: b, targets: ['*']}",
            "  tests:",
            "    - {from: a, to: b, type: order.new, expect: allow}",
            "    - {from: a, to: b, type: bill, expect: deny}");
  }

  private RunnerProcess policy(int status, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "policy";
    System.arraycopy(words, 0, all, 1, words.length);
    RunnerProcess process = Runner.in(directory).run(all);
    assertThat(process.status()).as(process.everything()).isEqualTo(status);
    return process;
  }

  @Test
  void saysWhoMayAndByWhichRule() {
    try (RunnerProcess check =
        policy(0, "check", "--from", "a", "--to", "b", "--type", "order.new")) {
      assertThat(check.out())
          .isEqualTo(
              "a may send order.new to b: allowed by allow (%s:3)%n"
                  .formatted(directory.resolve("agents.yaml")));
    }
    try (RunnerProcess check = policy(0, "check", "--from", "a", "--to", "c")) {
      assertThat(check.out()).contains("role chief, by reader, permits send:c*");
    }
    policy(1, "check", "--from", "a", "--to", "b").close();
    policy(2, "check", "--from", "a").close();
    policy(2, "check", "--from", "a", "--to", "b c").close();
  }

  @Test
  void explainsADenialWithWhatIsNearToChangingIt() throws Exception {
    try (RunnerProcess explain =
        policy(0, "explain", "--from", "a", "--to", "b", "--type", "bill")) {
      assertThat(explain.out().lines())
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .isEqualTo("a may not send bill to b: no rule allows a to send to b"),
              line ->
                  assertThat(line)
                      .startsWith("  for other types than bill it is allowed by allow (")
                      .endsWith("agents.yaml:3)"),
              line ->
                  assertThat(line)
                      .isEqualTo("  what would allow it: allow: {sender: a, targets: [b]}"));
    }
    try (RunnerProcess explain =
        policy(0, "explain", "--from", "b", "--to", "a", "--output", "json")) {
      JsonNode json = Json.read(explain.out().getBytes(StandardCharsets.UTF_8));
      assertThat(json.path("allowed").asBoolean(true)).isFalse();
      assertThat(json.path("rule").path("kind").asText()).isEqualTo("block");
      assertThat(json.path("rule").path("line").asInt()).isEqualTo(3);
      assertThat(json.path("rule").path("file").asText()).endsWith("gateway.yaml");
    }
  }

  private void filesWithApproval() {
    Project.in(directory)
        .file(
            "agents.yaml",
            "gateway_config_file: gateway.yaml",
            "permissions:",
            "  - allow: {sender: a, targets: [b]}",
            "  - allow: {sender: a, targets: [b], types: [pay], approval: {timeout: 2m}}",
            "agents:",
            "  - {agent_id: a, class_path: A}",
            "  - {agent_id: b, class_path: B}")
        .file(
            "gateway.yaml",
            "policy:",
            "  tests:",
            "    - {from: a, to: b, type: pay, expect: hold}",
            "    - {from: a, to: b, type: ask, expect: allow}");
  }

  @Test
  void showsWhereAPersonHasToApprove() throws Exception {
    filesWithApproval();
    try (RunnerProcess check =
        policy(4, "check", "--from", "a", "--to", "b", "--type", "pay", "--output", "json")) {
      JsonNode json = Json.read(check.out().getBytes(StandardCharsets.UTF_8));
      assertThat(json.path("decision").asText()).isEqualTo("held");
      assertThat(json.path("approval").path("timeout_ms").asLong()).isEqualTo(120_000);
      assertThat(json.path("rule").path("line").asInt()).isEqualTo(4);
    }
    try (RunnerProcess check = policy(0, "check", "--from", "a", "--to", "b", "--output", "json")) {
      JsonNode json = Json.read(check.out().getBytes(StandardCharsets.UTF_8));
      assertThat(json.path("decision").asText()).isEqualTo("allowed");
      assertThat(json.has("approval")).isFalse();
    }
    try (RunnerProcess check = policy(1, "check", "--from", "b", "--to", "a", "--output", "json")) {
      JsonNode json = Json.read(check.out().getBytes(StandardCharsets.UTF_8));
      assertThat(json.path("decision").asText()).isEqualTo("denied");
      assertThat(json.path("allowed").asBoolean(true)).isFalse();
    }
    try (RunnerProcess test = policy(0, "test")) {
      assertThat(test.out()).isEqualTo("2 of 2 tests passed\n");
    }
    Project.in(directory)
        .file(
            "gateway.yaml",
            "policy:",
            "  tests:",
            "    - {from: a, to: b, type: pay, expect: allow}",
            "    - {from: a, to: b, type: ask, expect: hold}");
    try (RunnerProcess test = policy(1, "test")) {
      assertThat(test.out())
          .contains(
              "gateway.yaml:3: expected that a may send pay to b without approval, but: allowed",
              "gateway.yaml:4: expected that a may send ask to b with approval, but: allowed")
          .endsWith("0 of 2 tests passed\n");
    }
  }

  @Test
  void comparesWhatWasHeldWithWhatWouldBe() {
    filesWithApproval();
    try (TestSystem system = TestSystem.start();
        Wire wire = Wire.to(system.redisUrl())) {
      Listener a = new Listener();
      system.rule(
          new PolicyRule.Allow("a", List.of("b"), Origin.CODE)
              .under(new Terms(List.of("ask", "wipe"), false, Duration.ofHours(1))));
      system.allow("a", "b");
      system.run("a", a);
      system.run("b", new Listener());
      for (String type : List.of("ask", "pay", "pay", "tell")) {
        a.send("b", type, Map.of());
      }
      await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
      String candidate = directory.resolve("agents.yaml").toString();
      String url = system.redisUrl();
      try (RunnerProcess diff =
          policy(1, "diff", "--candidate", candidate, "--since", "1h", "--redis", url)) {
        assertThat(diff.out().lines())
            .satisfiesExactly(
                line -> assertThat(line).startsWith("1  held -> allowed  a to b  ask  "),
                line -> assertThat(line).startsWith("2  allowed -> held  a to b  pay  "),
                line -> assertThat(line).isEqualTo("3 of 4 messages would be decided otherwise"));
      }
      try (RunnerProcess diff =
          policy(
              1,
              "diff",
              "--candidate",
              candidate,
              "--since",
              "1h",
              "--redis",
              url,
              "--output",
              "json")) {
        assertThat(diff.out())
            .contains("\"was\":\"held\",\"now\":\"allowed\"")
            .contains("\"was\":\"allowed\",\"now\":\"held\"");
      }
    }
  }

  @Test
  void runsTheTestsBesideThePolicy() {
    try (RunnerProcess test = policy(0, "test")) {
      assertThat(test.out()).isEqualTo("2 of 2 tests passed\n");
    }
    Project.in(directory)
        .file(
            "gateway.yaml",
            "policy:",
            "  tests:",
            "    - {from: a, to: b, type: bill, expect: allow}");
    try (RunnerProcess test = policy(1, "test")) {
      assertThat(test.out())
          .contains(
              "gateway.yaml:3: expected that a may send bill to b, but: no rule allows a to send"
                  + " to b")
          .endsWith("0 of 1 tests passed\n");
    }
    try (RunnerProcess check = Runner.in(directory).run("check")) {
      assertThat(check.status()).isEqualTo(1);
    }
  }

  @Test
  void sumsUpWhomEachAgentReaches() {
    try (RunnerProcess summary = policy(0, "summary")) {
      assertThat(summary.out().lines())
          .containsExactly(
              "5 rules {allow=1, assign_role=1, block=1, role=2}",
              "AGENT  MAY SEND TO  MAY RECEIVE FROM",
              "a      b c          -",
              "b      -            a",
              "c      -            a");
    }
    try (RunnerProcess summary = policy(0, "summary", "--agent", "b")) {
      assertThat(summary.out().lines()).hasSize(2);
    }
    policy(1, "summary", "--agent", "z").close();
  }

  @Test
  void pointsOutARuleThatNeverApplies() {
    Project.in(directory)
        .file("gateway.yaml", "policy:", "  rules:", "    - block: {sender: a, targets: ['*']}");
    try (RunnerProcess test = policy(0, "test")) {
      assertThat(test.err())
          .contains("agents.yaml:3: allow never applies: what it is about is blocked by block");
    }
  }

  @Test
  void comparesACandidateWithWhatTheAuditLogHasSeen() {
    try (TestSystem system = TestSystem.start();
        Wire wire = Wire.to(system.redisUrl())) {
      Listener a = new Listener();
      system.allow("a", "b");
      system.run("a", a);
      system.run("b", new Listener());
      system.provision("c");
      a.send("b", "order.new", Map.of());
      a.send("b", "bill", Map.of());
      a.send("b", "bill", Map.of());
      a.send("c", "order.new", Map.of());
      await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
      String url = system.redisUrl();
      String candidate = directory.resolve("agents.yaml").toString();
      try (RunnerProcess diff =
          policy(1, "diff", "--candidate", candidate, "--since", "1h", "--redis", url)) {
        assertThat(diff.out().lines())
            .satisfiesExactlyInAnyOrder(
                line -> assertThat(line).startsWith("2  allowed -> denied  a to b  bill  "),
                line -> assertThat(line).contains("1  denied -> allowed  a to c  order.new  "),
                line -> assertThat(line).isEqualTo("3 of 4 messages would be decided otherwise"));
      }
      policy(0, "diff", "--candidate", candidate, "--since", "2200-01-01T00:00:00Z", "--redis", url)
          .close();
    }
  }
}
