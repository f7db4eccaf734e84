package io.mas.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.identity.SenderLedger;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.sample.TestAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DeciderTest {
  private final List<String> asked = new ArrayList<>();
  private final TestAgent a = TestAgent.named("a");

  private Check check(String name, Supplier<Verdict> verdict) {
    return new Check() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Verdict evaluate(Submission submission, View view) {
        asked.add(name);
        return verdict.get();
      }
    };
  }

  private Ruling decide(Check... checks) {
    return new Decider(List.of(checks), List.of())
        .decide(a.send("b").submitted(null), Views.of(SenderLedger.empty()));
  }

  @Test
  void allowsWhatEveryCheckLetsPassAndNamesThemInOrder() {
    Ruling ruling = decide(check("one", () -> Verdict.PASS), check("two", () -> Verdict.PASS));
    assertThat(ruling).isEqualTo(new Ruling(Decision.ALLOWED, "", List.of("one", "two")));
    assertThat(ruling.allowed()).isTrue();
    assertThat(asked).containsExactly("one", "two");
  }

  @Test
  void theFirstRefusalStandsAndNoLaterCheckIsAsked() {
    Ruling ruling =
        decide(
            check("one", () -> Verdict.PASS),
            check("two", () -> Verdict.refuse(Decision.REPLAYED, "seen")),
            check("three", () -> Verdict.refuse(Decision.AUTHZ_DENIED, "never said")));
    assertThat(ruling).isEqualTo(new Ruling(Decision.REPLAYED, "seen", List.of("one")));
    assertThat(asked).containsExactly("one", "two");
  }

  @Test
  void aCheckThatThrowsRefusesAndNoLaterCheckIsAsked() {
    Ruling ruling =
        decide(
            check("one", () -> Verdict.PASS),
            check(
                "two",
                () -> {
                  throw new IllegalStateException("secret of the payload");
                }),
            check("three", () -> Verdict.PASS));
    assertThat(ruling)
        .isEqualTo(
            new Ruling(Decision.CHECK_FAILED, "check two could not be evaluated", List.of("one")));
    assertThat(asked).containsExactly("one", "two");
  }

  @Test
  void tellsTheReasonOfTheLastCheckThatHadOne() {
    Ruling ruling =
        decide(
            check("one", () -> Verdict.pass("first")),
            check("two", () -> Verdict.pass("by rule 3")),
            check("three", () -> Verdict.PASS));
    assertThat(ruling.reason()).isEqualTo("by rule 3");
  }

  @Test
  void aRefusalDoesNotBearTheReasonOfACheckThatPassed() {
    Ruling ruling =
        decide(
            check("one", () -> Verdict.pass("allowed by rule 3")),
            check("two", () -> Verdict.refuse(Decision.DLP_BLOCKED, "")));
    assertThat(ruling.reason()).isEmpty();
  }

  @Test
  void whatIsAuthenticatedHasPassedTheSequence() {
    Decider decider = Decider.standard(java.time.Duration.ofMinutes(5), 100, Mode.ENFORCE);
    assertThat(
            decider.authenticated(
                new Ruling(
                    Decision.INVALID_MESSAGE,
                    "",
                    List.of("signature", "registration", "sequence"))))
        .isTrue();
    assertThat(
            decider.authenticated(
                new Ruling(Decision.REPLAYED, "", List.of("signature", "registration"))))
        .isFalse();
  }
}
