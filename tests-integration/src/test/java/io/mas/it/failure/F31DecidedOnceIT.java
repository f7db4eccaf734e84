package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.gateway.policy.Origin;
import io.mas.gateway.policy.PolicyRule;
import io.mas.it.support.GatewayProcess;
import io.mas.it.support.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway dies around a decision, and the rules are others when the next one looks. */
class F31DecidedOnceIT {
  private static final int MESSAGES = 40;
  private static final PolicyRule ALLOWED =
      new PolicyRule.Allow("sender", List.of("receiver"), Origin.CODE);
  private static final PolicyRule FORBIDDEN =
      new PolicyRule.Block("sender", List.of("receiver"), Origin.CODE);

  @TempDir private Path directory;

  /** Where the first gateway halts, and the rules that it and the second find in force. */
  private record Case(String halt, PolicyRule before, PolicyRule after, boolean someDecided) {}

  private static final List<Case> CASES =
      List.of(
          new Case("before:mas_commit:1", FORBIDDEN, ALLOWED, false),
          new Case("after:mas_commit:1", FORBIDDEN, ALLOWED, true),
          new Case("before:mas_deliver:1", ALLOWED, FORBIDDEN, true),
          new Case("after:mas_deliver:1", ALLOWED, FORBIDDEN, true));

  @Test
  void whatWasDecidedStandsAndOnlyTheRestIsDecidedByTheNewRules() throws Exception {
    SideBySide.run(CASES.size(), directory, (number, data) -> drive(CASES.get(number), data));
  }

  private static boolean drive(Case drill, Path data) throws Exception {
    Listener sender = new Listener();
    Listener receiver = new Listener();
    try (Site site = Site.in(data)) {
      site.provision("receiver");
      site.run("sender", sender);
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        sent.add(sender.send("receiver", "number", i));
      }
      site.publish(drill.before());
      GatewayProcess first = site.gateway(site.redis().port(), Map.of("mas.halt", drill.halt()));
      assertThat(first.process().awaitExit()).isEqualTo(137);
      Map<String, String> stands = decisions(site, sent);
      assertThat(stands.isEmpty())
          .as("decided until %s", drill.halt())
          .isNotEqualTo(drill.someDecided());

      site.publish(drill.after());
      long start = System.nanoTime();
      site.run("receiver", receiver);
      site.gateway();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(receiver.received().size() + sender.rejections().size())
                      .isEqualTo(MESSAGES));
      long recovered = (System.nanoTime() - start) / 1_000_000;
      Source.awaitSettled(site.wire());
      Map<String, String> all = decisions(site, sent);
      String now = drill.after().equals(ALLOWED) ? "ALLOWED" : "AUTHZ_DENIED";
      for (String id : sent) {
        assertThat(all).containsEntry(id, stands.getOrDefault(id, now));
      }
      assertThat(receiver.received())
          .extracting(each -> each.id())
          .isEqualTo(sent.stream().filter(id -> all.get(id).equals("ALLOWED")).toList());
      assertThat(sender.rejections())
          .extracting(each -> each.messageId())
          .isEqualTo(sent.stream().filter(id -> !all.get(id).equals("ALLOWED")).toList());
      Report.of("F31")
          .with("halted", drill.halt())
          .with("sent", MESSAGES)
          .with("decided_before", stands.size())
          .with("lost", 0)
          .with("repeated", 0)
          .with("recovered_ms", recovered)
          .print();
      return true;
    }
  }

  /** The one decision on each message that has any. */
  private static Map<String, String> decisions(Site site, List<String> sent) {
    Map<String, String> decisions = new LinkedHashMap<>();
    for (String id : sent) {
      List<String> found = site.wire().decisions(id);
      assertThat(found).hasSizeLessThanOrEqualTo(1);
      found.forEach(decision -> decisions.put(id, decision));
    }
    return decisions;
  }
}
