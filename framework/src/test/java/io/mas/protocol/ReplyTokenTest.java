package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplyTokenTest {
  private static final UUID ASKED = new UUID(5, 6);
  private static final long EXPIRY = 1_000_000;

  private final GatewayKeys keys = new GatewayKeys(SigningTest.bytes(32, 1));
  private final ReplyToken token = keys.replyToken(ASKED, "greeter", "i1", "echo", EXPIRY);

  @Test
  void allowsTheOneReplierToAnswerTheOneRequest() {
    assertThat(keys.allows(token, ASKED, "greeter", "i1", "echo", EXPIRY - 1)).isTrue();
  }

  @Test
  void allowsNobodyElseAndNothingElse() {
    assertThat(keys.allows(token, new UUID(5, 7), "greeter", "i1", "echo", 0)).isFalse();
    assertThat(keys.allows(token, ASKED, "greeter2", "i1", "echo", 0)).isFalse();
    assertThat(keys.allows(token, ASKED, "greeter", "i2", "echo", 0)).isFalse();
    assertThat(keys.allows(token, ASKED, "greeter", "i1", "other", 0)).isFalse();
    assertThat(keys.allows(token, ASKED, "echo", "i1", "greeter", 0)).isFalse();
  }

  @Test
  void lettersThatMoveFromOneNameToTheNextAreOtherParties() {
    ReplyToken joined = keys.replyToken(ASKED, "ab", "c", "d", EXPIRY);
    assertThat(keys.allows(joined, ASKED, "a", "bc", "d", 0)).isFalse();
    assertThat(keys.allows(joined, ASKED, "ab", "cd", "", 0)).isFalse();
    assertThat(keys.allows(joined, ASKED, "abc", "", "d", 0)).isFalse();
  }

  @Test
  void endsWithItsExpiry() {
    assertThat(keys.allows(token, ASKED, "greeter", "i1", "echo", EXPIRY)).isTrue();
    assertThat(keys.allows(token, ASKED, "greeter", "i1", "echo", EXPIRY + 1)).isFalse();
  }

  @Test
  void anyChangedByteBreaksIt() throws ProtocolException {
    for (byte[] changed : SigningTest.changes(token.toBytes())) {
      ReplyToken forged = ReplyToken.fromBytes(changed);
      assertThat(keys.allows(forged, ASKED, "greeter", "i1", "echo", 0)).isFalse();
    }
  }

  @Test
  void anotherSystemsGatewaysGiveAnotherToken() {
    GatewayKeys others = new GatewayKeys(SigningTest.bytes(32, 2));
    assertThat(others.allows(token, ASKED, "greeter", "i1", "echo", 0)).isFalse();
  }

  @Test
  void everyGatewayOfTheSystemKnowsIt() throws ProtocolException {
    GatewayKeys another = new GatewayKeys(SigningTest.bytes(32, 1));
    ReplyToken read = ReplyToken.fromBytes(token.toBytes());
    assertThat(read).isEqualTo(token).hasSameHashCodeAs(token);
    assertThat(another.allows(read, ASKED, "greeter", "i1", "echo", 0)).isTrue();
  }

  @Test
  void has24Bytes() {
    assertThat(token.toBytes()).hasSize(24);
    for (int length : new int[] {0, 23, 25}) {
      assertThatThrownBy(() -> ReplyToken.fromBytes(new byte[length]))
          .isInstanceOf(ProtocolException.class)
          .hasMessage("a reply token has 24 bytes, not " + length);
    }
  }

  @Test
  void isNotChangedThroughItsArrays() throws ProtocolException {
    byte[] bytes = token.toBytes();
    ReplyToken read = ReplyToken.fromBytes(bytes);
    bytes[0] ^= 1;
    read.toBytes()[1] ^= 1;
    assertThat(read).isEqualTo(token);
  }

  @Test
  void doesNotShowItsMac() {
    assertThat(token).hasToString("ReplyToken[expiry=1000000]");
  }
}
