package io.mas.gateway.route;

import static io.mas.gateway.route.Desk.id;
import static io.mas.gateway.sample.TestAgent.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.sample.Draft;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.Kind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent could not handle, on its way to the dead letters. */
class BurialTest {
  private static final Set<Decision> OF_AGENTS =
      Set.of(
          Decision.HANDLER_FAILED,
          Decision.VALIDATION_FAILED,
          Decision.UNDECODABLE,
          Decision.UNSEALED,
          Decision.EXPIRED);

  private final Desk desk = new Desk();

  private Draft dead(DeadLetter letter) {
    return desk.b.message(Kind.DEAD, "b").type("greeting").payload(letter.toBytes());
  }

  @Test
  void theMessageThatWasNotHandledIsKeptWithReasonAndAttempts() throws Exception {
    Draft poison = desk.a.send("b").payload("{\"pin\":\"7391\"}");
    DeadLetter letter =
        new DeadLetter(
            Decision.HANDLER_FAILED,
            "java.lang.IllegalStateException",
            5,
            poison.header(),
            poison.payload(),
            NOW - 9_000,
            NOW - 1_000);
    ParsedCommit commit = desk.decide("b", dead(letter).at(id(0)));
    assertThat(commit.deadLetters()).hasSize(1);
    assertThat(desk.letter(0, "decision")).isEqualTo("HANDLER_FAILED");
    assertThat(desk.letter(0, "reason")).isEqualTo("java.lang.IllegalStateException");
    assertThat(desk.letter(0, "attempts")).isEqualTo("5");
    assertThat(desk.letter(0, "first")).isEqualTo("" + (NOW - 9_000));
    assertThat(desk.letter(0, "last")).isEqualTo("" + (NOW - 1_000));
    assertThat(commit.deadLetters().get(0)).doesNotContainKey("shown");
    assertThat(desk.letter(0, "from")).isEqualTo("b");
    assertThat(desk.letter(0, "id")).isEqualTo(poison.id().toString());
    assertThat(desk.letter(0, "sender")).isEqualTo("a");
    assertThat(desk.letterPayload(0)).isEqualTo(poison.payload());
    assertThat(desk.letterHeader(0)).isEqualTo(poison.header());
    assertThat(desk.decisions()).containsExactly("HANDLER_FAILED");
    assertThat(commit.notices()).isEmpty();
    assertThat(commit.due()).isEmpty();
    assertThat(commit.ledgerField("b:i1")).startsWith("1 1 ");
  }

  @Test
  void aHeaderThatCannotBeDecodedIsKeptAsItIs() throws Exception {
    DeadLetter letter =
        new DeadLetter(Decision.UNDECODABLE, "not a header", 1, new byte[] {1}, new byte[0], 1, 2);
    ParsedCommit commit = desk.decide("b", dead(letter).at(id(0)));
    assertThat(commit.deadLetters().get(0)).doesNotContainKey("id");
    assertThat(desk.letterHeader(0)).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void takesOnlyReasonsThatAnAgentCanHave(Decision decision) {
    DeadLetter letter = new DeadLetter(decision, "because", 1, new byte[0], new byte[0], 1, 2);
    desk.decide("b", dead(letter).at(id(0)));
    assertThat(desk.decisions())
        .containsExactly(OF_AGENTS.contains(decision) ? decision.name() : "INVALID_MESSAGE");
    assertThat(desk.committed().deadLetters()).hasSize(1);
    assertThat(desk.committed().notices()).hasSize(OF_AGENTS.contains(decision) ? 0 : 1);
  }

  @Test
  void aCauseThatIsTooLongIsCut() {
    DeadLetter letter =
        new DeadLetter(
            Decision.HANDLER_FAILED, "x".repeat(100_000), 1, new byte[0], new byte[0], 1, 2);
    desk.decide("b", dead(letter).at(id(0)));
    assertThat(desk.letter(0, "reason")).hasSize(1_000).matches("x+…?");
    assertThat(desk.audited(0).path("reason").asText()).hasSize(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "x",
        "{\"decision\":\"NONE\"}",
        "{\"decision\":\"UNSEALED\",\"header\":\"***\"}"
      })
  void whatIsNoDeadLetterIsRefused(String payload) throws Exception {
    desk.decide("b", desk.b.message(Kind.DEAD, "b").payload(payload).at(id(0)));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE");
    assertThat(desk.letterPayload(0)).asString(UTF_8).isEqualTo(payload);
    assertThat(desk.committed().notices()).hasSize(1);
  }

  @Test
  void aDeadLetterOfAnothersIsRefused() {
    DeadLetter letter =
        new DeadLetter(Decision.HANDLER_FAILED, "because", 1, new byte[0], new byte[0], 1, 2);
    desk.decide("b", desk.b.message(Kind.DEAD, "a").payload(letter.toBytes()).at(id(0)));
    assertThat(desk.decisions()).containsExactly("INVALID_MESSAGE");
  }
}
