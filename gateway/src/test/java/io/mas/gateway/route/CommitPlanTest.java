package io.mas.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitPlanTest {
  private final CommitPlan plan = new CommitPlan(7);

  @Test
  void namesTheShardsKeysInTheOrderOfTheScript() {
    assertThat(plan.keys())
        .containsExactly(
            "mas.lease:{7}",
            "mas.cursor:{7}",
            "mas.due:{7}",
            "mas.seq:{7}",
            "audit:messages:{7}",
            "dlq:messages:{7}",
            "mas.released:{7}",
            "mas.limits:{7}",
            "mas.breakers:{7}",
            "mas.held:{7}",
            "mas.approvals:{7}");
  }

  @Test
  void anEmptyPlanIsThirteenEmptySections() {
    assertThat(plan.isEmpty()).isTrue();
    byte[][] arguments = plan.arguments(7, 8, 3000).toArray();
    assertThat(arguments.length).isEqualTo(3 + 13);
    ParsedCommit parsed = ParsedCommit.of(plan);
    assertThat(parsed.fence()).isEqualTo("7");
    assertThat(parsed.number()).isEqualTo("8");
    assertThat(parsed.lease()).isEqualTo("3000");
  }

  @Test
  void putsEachItemIntoItsSectionAsTheScriptReadsIt() {
    // in another order than that of the sections, two of each
    Map<String, byte[]> letter = new LinkedHashMap<>();
    letter.put("decision", "AUTHZ_DENIED".getBytes(UTF_8));
    letter.put("payload", new byte[] {0, -1, 5});
    plan.deadLetter(letter);
    plan.deadLetter(Map.of("only", new byte[0]));
    plan.notify("stream-a", new byte[] {1}, new byte[] {2}, new byte[] {3});
    plan.notify("stream-b", new byte[] {4}, new byte[] {5}, new byte[] {6});
    plan.audit("one".getBytes(UTF_8));
    plan.audit("two".getBytes(UTF_8));
    plan.trim("outbox-a", "5-1");
    plan.trim("outbox-b", "6-0");
    plan.due("a:1-0", new byte[] {9});
    plan.delivered("a:0-5");
    plan.ledger("a", "3");
    plan.ledger("a:i1", "");
    plan.limit("a", "m1.x");
    plan.limit("b", "");
    plan.held(new Held.Waiting(900, 12, "a", "k1"), letter);
    plan.unheld("5-1");
    plan.unheld("5-2");
    plan.circuit("a", "c 7*1");
    plan.circuit("b", "");
    plan.cursor("a", "1-0");
    plan.cursor("b", "2-0");
    plan.decided("outbox-a", "seq-a", "1-0");
    plan.decided("outbox-b", "seq-b", "2-0");

    assertThat(plan.isEmpty()).isFalse();
    ParsedCommit parsed = ParsedCommit.of(plan);
    assertThat(parsed.decided())
        .containsExactly(List.of("outbox-a", "seq-a", "1-0"), List.of("outbox-b", "seq-b", "2-0"));
    assertThat(parsed.cursor()).containsExactly(List.of("a", "1-0"), List.of("b", "2-0"));
    assertThat(parsed.limits()).containsExactly(List.of("a", "m1.x"), List.of("b", ""));
    assertThat(parsed.unheld()).containsExactly("5-1", "5-2");
    assertThat(parsed.held().get(0).waits()).isEqualTo("900 12 a k1");
    assertThat(parsed.held().get(0).fields()).containsOnlyKeys("decision", "payload");
    assertThat(parsed.circuits()).containsExactly(List.of("a", "c 7*1"), List.of("b", ""));
    assertThat(parsed.ledger()).containsExactly(List.of("a", "3"), List.of("a:i1", ""));
    assertThat(parsed.dueFields()).containsExactly("a:1-0", "a:0-5");
    assertThat((byte[]) parsed.due().get(0).get(1)).containsExactly(9);
    assertThat((byte[]) parsed.due().get(1).get(1)).isEmpty();
    assertThat(parsed.trims())
        .containsExactly(List.of("outbox-a", "5-1"), List.of("outbox-b", "6-0"));
    assertThat(parsed.audit()).map(r -> new String(r, UTF_8)).containsExactly("one", "two");
    assertThat(parsed.notices())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new ParsedCommit.Notice("stream-a", new byte[] {1}, new byte[] {2}, new byte[] {3}),
            new ParsedCommit.Notice("stream-b", new byte[] {4}, new byte[] {5}, new byte[] {6}));
    assertThat(parsed.deadLetters()).hasSize(2);
    assertThat(parsed.deadLetters().get(0)).containsOnlyKeys("decision", "payload");
    assertThat(parsed.deadLetters().get(0).get("payload")).containsExactly(0, -1, 5);
    assertThat(parsed.deadLetters().get(1)).containsOnlyKeys("only");
  }

  @Test
  void namesAKeyOnceHoweverOftenItIsUsed() {
    plan.trim("outbox-a", "5-1");
    plan.decided("outbox-a", "seq-a", "5-0");
    plan.trim("outbox-a", "5-2");
    assertThat(plan.keys().subList(11, plan.keys().size())).containsExactly("outbox-a", "seq-a");
    assertThat(ParsedCommit.of(plan).decided())
        .containsExactly(List.of("outbox-a", "seq-a", "5-0"));
  }

  @Test
  void theSameAgainUnderAnotherNumberDiffersInTheNumberAlone() {
    plan.cursor("a", "1-0");
    byte[][] first = plan.arguments(7, 8, 3000).toArray();
    byte[][] second = plan.arguments(7, 9, 3000).toArray();
    assertThat(first[1]).asString(UTF_8).isEqualTo("8");
    assertThat(second[1]).asString(UTF_8).isEqualTo("9");
    first[1] = second[1];
    assertThat(first).isDeepEqualTo(second);
  }

  @Test
  void whateverMustBeWrittenMakesItNotEmpty() {
    CommitPlan trim = new CommitPlan(1);
    trim.trim("outbox", "1-0");
    CommitPlan ledger = new CommitPlan(1);
    ledger.ledger("a", "1");
    CommitPlan delivered = new CommitPlan(1);
    delivered.delivered("a:1-0");
    CommitPlan letter = new CommitPlan(1);
    letter.deadLetter(Map.of());
    CommitPlan notice = new CommitPlan(1);
    notice.notify("stream", new byte[0], new byte[0], new byte[0]);
    CommitPlan decided = new CommitPlan(1);
    decided.decided("outbox", "seq", "1-0");
    CommitPlan limit = new CommitPlan(1);
    limit.limit("a", "");
    CommitPlan unheld = new CommitPlan(1);
    unheld.unheld("5-1");
    for (CommitPlan each :
        List.of(unheld, limit, trim, ledger, delivered, letter, notice, decided)) {
      assertThat(each.isEmpty()).isFalse();
    }
  }
}
