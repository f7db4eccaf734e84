package io.mas.gateway.check;

import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.policy.Policy;
import io.mas.gateway.sample.Draft;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.GatewayKeys;
import io.mas.protocol.Kind;
import io.mas.protocol.MessageId;
import io.mas.protocol.Names;
import io.mas.protocol.ReplyToken;
import io.mas.protocol.SecretKeys;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionCheckTest {
  private static final UUID REQUEST = MessageId.next(NOW);

  private final TestAgent a = TestAgent.named("a");
  private final Check check = new PermissionCheck(Mode.ENFORCE);

  private Verdict verdict(Draft draft, @Nullable Policy policy) {
    return check.evaluate(draft.submitted(null), Views.of(a.ledger(0), policy));
  }

  @ParameterizedTest
  @EnumSource(names = {"SEND", "REQUEST"})
  void theRuleThatDecidedIsTheReason(Kind kind) {
    assertThat(verdict(a.message(kind, "b"), Views.allowing("a", "b")))
        .isEqualTo(Verdict.pass("allowed by allow (agents.yaml:1)"));
    assertThat(verdict(a.message(kind, "c"), Views.allowing("a", "b")))
        .isEqualTo(Verdict.refuse(Decision.AUTHZ_DENIED, "no rule allows a to send to c"));
  }

  @Test
  void anAgentMayNotSendToItselfUnlessARuleSaysSo() {
    assertThat(verdict(a.send("a"), Views.allowing("a", "b")).decision())
        .isEqualTo(Decision.AUTHZ_DENIED);
    assertThat(verdict(a.send("a"), Views.allowing("a", "a")).passes()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"SEND", "REQUEST"})
  void withoutAPolicyNothingIsDelivered(Kind kind) {
    assertThat(verdict(a.message(kind, "b"), null))
        .isEqualTo(Verdict.refuse(Decision.CHECK_FAILED, "the policy could not be read"));
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTER", "LEAVE", "DEAD"})
  void whatIsSaidToTheGatewayAboutItselfNeedsNoRule(Kind kind) {
    assertThat(verdict(a.message(kind, Names.SYSTEM_AGENT), null)).isEqualTo(Verdict.PASS);
  }

  private static ReplyToken token(long expiry) {
    return Views.KEYS.replyToken(REQUEST, "b", "i7", "a", expiry);
  }

  private Draft answer(Kind kind, String target, String instance, UUID to, @Nullable ReplyToken t) {
    return a.message(kind, target).targetInstance(instance).answers(to, t);
  }

  @ParameterizedTest
  @EnumSource(names = {"REPLY", "FAULT"})
  void anAnswerNeedsItsTokenAndNoRule(Kind kind) {
    assertThat(verdict(answer(kind, "b", "i7", REQUEST, token(NOW)), null))
        .isEqualTo(Verdict.pass("answers a request"));
    assertThat(verdict(answer(kind, "b", "i7", REQUEST, null), Views.allowing("a", "b")))
        .isEqualTo(
            Verdict.refuse(Decision.AUTHZ_DENIED, "an answer needs the token of its request"));
    assertThat(verdict(a.message(kind, "b").targetInstance("i7"), Views.allowing("a", "b")))
        .isEqualTo(
            Verdict.refuse(Decision.AUTHZ_DENIED, "an answer needs the token of its request"));
  }

  @Test
  void aTokenFitsOneRequestOneAskerOneInstanceAndOneReplierUntilItEnds() {
    Verdict refused =
        Verdict.refuse(
            Decision.AUTHZ_DENIED, "the reply token is not of this request, or has ended");
    ReplyToken good = token(NOW + 5);
    assertThat(verdict(answer(Kind.REPLY, "b", "i7", MessageId.next(NOW), good), null))
        .isEqualTo(refused);
    assertThat(verdict(answer(Kind.REPLY, "c", "i7", REQUEST, good), null)).isEqualTo(refused);
    assertThat(verdict(answer(Kind.REPLY, "b", "i8", REQUEST, good), null)).isEqualTo(refused);
    ReplyToken ofAnother = Views.KEYS.replyToken(REQUEST, "b", "i7", "c", NOW + 5);
    assertThat(verdict(answer(Kind.REPLY, "b", "i7", REQUEST, ofAnother), null)).isEqualTo(refused);
    assertThat(verdict(answer(Kind.REPLY, "b", "i7", REQUEST, token(NOW - 1)), null))
        .isEqualTo(refused);
    GatewayKeys foreign = new GatewayKeys(SecretKeys.random(SecretKeys.KEY_BYTES));
    ReplyToken ofOtherSystem = foreign.replyToken(REQUEST, "b", "i7", "a", NOW + 5);
    assertThat(verdict(answer(Kind.REPLY, "b", "i7", REQUEST, ofOtherSystem), null))
        .isEqualTo(refused);
  }

  @Test
  void aLaterExpiryThanTheTokensOwnDoesNotProlongIt() throws Exception {
    byte[] forged = token(NOW - 1).toBytes();
    java.nio.ByteBuffer.wrap(forged).putLong(NOW + 60_000);
    assertThat(
            verdict(answer(Kind.REPLY, "b", "i7", REQUEST, ReplyToken.fromBytes(forged)), null)
                .decision())
        .isEqualTo(Decision.AUTHZ_DENIED);
  }
}
