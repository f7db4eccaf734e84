package io.mas.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.sample.Draft;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Kind;
import io.mas.protocol.Names;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetCheckTest {
  private static final String ANSWER_NAMES =
      "an answer names the instance that asked, and nothing else does";
  private static final String NO_REJECTIONS = "agents send no rejections";
  private static final String ANNOUNCEMENT = "an announcement is for the gateway";
  private static final String OWN = "a dead letter is an agent's own";
  private static final String DISCOVER = "the gateway answers requests of type mas.discover alone";

  private final TestAgent a = TestAgent.named("a");
  private final Check check = new TargetCheck();

  private Verdict verdict(Kind kind, String target, String targetInstance, String type) {
    Draft draft = a.message(kind, target).targetInstance(targetInstance).type(type);
    boolean known = target.equals("a") || target.equals("b");
    return check.evaluate(
        draft.submitted(known ? TestAgent.named(target).principal() : null), Views.of(a.ledger(0)));
  }

  private static Verdict expected(String reason) {
    return switch (reason) {
      case "pass" -> Verdict.PASS;
      case "unknown" -> Verdict.refuse(Decision.UNKNOWN_TARGET, "no agent x is provisioned");
      case "instance" -> Verdict.refuse(Decision.INVALID_MESSAGE, ANSWER_NAMES);
      case "rejection" -> Verdict.refuse(Decision.INVALID_MESSAGE, NO_REJECTIONS);
      case "announcement" -> Verdict.refuse(Decision.INVALID_MESSAGE, ANNOUNCEMENT);
      case "own" -> Verdict.refuse(Decision.INVALID_MESSAGE, OWN);
      case "discover" -> Verdict.refuse(Decision.INVALID_MESSAGE, DISCOVER);
      default -> throw new IllegalArgumentException(reason);
    };
  }

  @ParameterizedTest(
      name = "{0}: to b {1}, b/i {2}, itself {3}, itself/i {4}, x {5}, mas {6}, mas/i {7}")
  @CsvSource({
    "SEND,      pass,         instance,     pass,         instance,     unknown,      discover, discover",
    "REQUEST,   pass,         instance,     pass,         instance,     unknown,      discover, discover",
    "REPLY,     instance,     pass,         instance,     pass,         unknown,      discover, discover",
    "FAULT,     instance,     pass,         instance,     pass,         unknown,      discover, discover",
    "DEAD,      own,          own,          pass,         instance,     own,          own,      own",
    "REGISTER,  announcement, announcement, announcement, announcement, announcement, pass,     instance",
    "LEAVE,     announcement, announcement, announcement, announcement, announcement, pass,     instance",
    "REJECTION, rejection,    rejection,    rejection,    rejection,    rejection,    rejection, rejection"
  })
  void knowsWhichKindGoesWhere(
      Kind kind,
      String other,
      String otherInstance,
      String self,
      String selfInstance,
      String nobody,
      String gateway,
      String gatewayInstance) {
    assertThat(verdict(kind, "b", "", "t")).isEqualTo(expected(other));
    assertThat(verdict(kind, "b", "i", "t")).isEqualTo(expected(otherInstance));
    assertThat(verdict(kind, "a", "", "t")).isEqualTo(expected(self));
    assertThat(verdict(kind, "a", "i", "t")).isEqualTo(expected(selfInstance));
    assertThat(verdict(kind, "x", kind.isAnswer() ? "i" : "", "t")).isEqualTo(expected(nobody));
    assertThat(verdict(kind, Names.SYSTEM_AGENT, "", "t")).isEqualTo(expected(gateway));
    assertThat(verdict(kind, Names.SYSTEM_AGENT, "i", "t")).isEqualTo(expected(gatewayInstance));
  }

  @ParameterizedTest
  @CsvSource({
    "SEND, discover",
    "REQUEST, pass",
    "REPLY, discover",
    "FAULT, discover",
    "DEAD, own",
    "REJECTION, rejection"
  })
  void onlyARequestAsksTheGatewayWhoIsThere(Kind kind, String expected) {
    assertThat(verdict(kind, Names.SYSTEM_AGENT, "", "mas.discover")).isEqualTo(expected(expected));
  }

  @ParameterizedTest
  @CsvSource({"REQUEST"})
  void theGatewayHasNoInstances(Kind kind) {
    assertThat(verdict(kind, Names.SYSTEM_AGENT, "i", "mas.discover"))
        .isEqualTo(expected("instance"));
  }
}
