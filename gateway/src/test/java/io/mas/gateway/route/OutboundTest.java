package io.mas.gateway.route;

import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.sample.Draft;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Digests;
import io.mas.protocol.Kind;
import io.mas.protocol.ReplyToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutboundTest {
  private final TestAgent a = TestAgent.named("a");
  private final TestAgent b = TestAgent.named("b");

  private Outbound of(Draft draft) {
    return Outbound.of(draft.submitted(NOW + "-3", b.principal()), Desk.SECRETS);
  }

  @ParameterizedTest
  @EnumSource(names = {"SEND", "REQUEST", "REPLY", "FAULT"})
  void madeTwiceItIsTheSameByteForByte(Kind kind) {
    Draft draft = a.message(kind, "b").deadline(NOW + 5_000);
    assertThat(of(draft)).usingRecursiveComparison().isEqualTo(of(draft));
  }

  @ParameterizedTest
  @EnumSource(names = {"SEND", "REQUEST", "REPLY", "FAULT"})
  void itsTargetAcceptsTheSealAndNobodyElse(Kind kind) {
    Outbound out = of(a.message(kind, "b"));
    byte[] digest = Digests.sha256(out.payload());
    assertThat(b.principal().delivery().verify(out.header(), digest, out.replyToken(), out.seal()))
        .isTrue();
    assertThat(a.principal().delivery().verify(out.header(), digest, out.replyToken(), out.seal()))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"SEND", "REQUEST", "REPLY", "FAULT"})
  void onlyARequestBearsATokenForItsAnswer(Kind kind) {
    assertThat(of(a.message(kind, "b")).replyToken().length)
        .isEqualTo(kind == Kind.REQUEST ? ReplyToken.BYTES : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1800003600000",
    "1800000005000, 1800000065000",
    "1, 60001",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775000, 9223372036854775000"
  })
  void aTokenEndsAMinuteAfterTheDeadlineOrAnHourAfterTheRequest(long deadline, long expiry)
      throws Exception {
    Draft request = a.message(Kind.REQUEST, "b").deadline(deadline);
    ReplyToken token = ReplyToken.fromBytes(of(request).replyToken());
    assertThat(token.expiry()).isEqualTo(expiry);
    assertThat(Desk.SECRETS.allows(token, request.id(), "a", "i1", "b", expiry)).isTrue();
    if (expiry != Long.MAX_VALUE) {
      assertThat(Desk.SECRETS.allows(token, request.id(), "a", "i1", "b", expiry + 1)).isFalse();
    }
  }

  @Test
  void itsDigestIsThatOfHeaderAndPayload() {
    Outbound one = of(a.send("b").payload("{\"n\":1}"));
    assertThat(one.digest())
        .isEqualTo(Outbound.digest(one.header(), Digests.sha256(one.payload())))
        .isNotEqualTo(
            Outbound.digest(
                one.header(),
                Digests.sha256("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    assertThat(one.field()).isEqualTo("a:" + NOW + "-3");
  }
}
