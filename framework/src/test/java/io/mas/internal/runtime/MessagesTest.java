package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Decision;
import io.mas.PayloadMappingException;
import io.mas.Rejection;
import io.mas.protocol.DeadLetter;
import io.mas.protocol.Envelope;
import io.mas.protocol.Json;
import io.mas.protocol.Kind;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.Refusal;
import io.mas.protocol.ReplyToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an instance sends, and how a received message looks to a handler. */
class MessagesTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

  private final Messages echo = new Messages("echo", "i1", InstantSource.fixed(NOW));
  private final Messages greeter = new Messages("greeter", "i7", InstantSource.fixed(NOW));
  private final UUID asked = new UUID(1, 2);
  private final ReplyToken token = ReplyToken.of(9, new byte[16]);

  private Delivery request() {
    Outgoing sent = greeter.request(asked, "echo", "greet", Map.of("a", 1), 99);
    return new Delivery(
        1,
        Settlement.Source.INBOX,
        "5-0",
        sent.envelope(),
        new byte[0],
        sent.payload(),
        token,
        "",
        Tries.NONE);
  }

  @Test
  void aSendSaysWhoToWhomWhatAndWhen() throws ProtocolException {
    Outgoing sent = echo.send("greeter", "t", Map.of("a", 1));
    Envelope envelope = sent.envelope();
    assertThat(envelope.kind()).isEqualTo(Kind.SEND);
    assertThat(envelope.sender()).isEqualTo("echo");
    assertThat(envelope.senderInstance()).isEqualTo("i1");
    assertThat(envelope.target()).isEqualTo("greeter");
    assertThat(envelope.targetInstance()).isEmpty();
    assertThat(envelope.timestamp()).isEqualTo(NOW.toEpochMilli());
    assertThat(Json.read(sent.payload()))
        .isEqualTo(Json.read("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void aReplyGoesBackToTheInstanceThatAskedWithItsToken() {
    Envelope reply = echo.reply(request(), "greeted", 1).envelope();
    assertThat(reply.kind()).isEqualTo(Kind.REPLY);
    assertThat(reply.target()).isEqualTo("greeter");
    assertThat(reply.targetInstance()).isEqualTo("i7");
    assertThat(reply.correlation()).isEqualTo(asked);
    assertThat(reply.replyToken()).isEqualTo(token);
    assertThat(reply.type()).isEqualTo("greeted");
  }

  @Test
  void aFaultTellsTheSenderWhyThereIsNoReply() throws ProtocolException {
    Outgoing fault =
        echo.fault(request(), Decision.VALIDATION_FAILED, "a: wrong", List.of("a: wrong"));
    assertThat(fault.envelope().kind()).isEqualTo(Kind.FAULT);
    assertThat(fault.envelope().correlation()).isEqualTo(asked);
    assertThat(Refusal.read(fault.payload()))
        .isEqualTo(
            new Rejection(
                asked.toString(),
                "echo",
                "greet",
                Decision.VALIDATION_FAILED,
                "a: wrong",
                null,
                List.of("a: wrong")));
  }

  @Test
  void aDeadLetterHoldsTheEntryAsItWas() throws ProtocolException {
    Outgoing dead =
        echo.dead(Decision.UNSEALED, "no seal", 2, 0, "mas.entry", new byte[] {1}, new byte[] {2});
    assertThat(dead.envelope().kind()).isEqualTo(Kind.DEAD);
    assertThat(dead.envelope().target()).isEqualTo("echo");
    DeadLetter letter = DeadLetter.fromBytes(dead.payload());
    assertThat(letter.header()).containsExactly(1);
    assertThat(letter.payload()).containsExactly(2);
    assertThat(letter.attempts()).isEqualTo(2);
  }

  @Test
  void theCauseOfADeadLetterIsCut() throws ProtocolException {
    byte[] payload = new byte[Json.MAX_PAYLOAD_BYTES];
    Outgoing dead =
        echo.dead(
            Decision.HANDLER_FAILED, "\u0001".repeat(500_000), 1, 0, "t", new byte[0], payload);
    assertThat(DeadLetter.fromBytes(dead.payload()).cause()).hasSize(1_000).endsWith("…");
  }

  @Test
  void refusesNamesThatAreNone() {
    assertThatThrownBy(() -> echo.send("a:b", "t", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> echo.send("a", "t t", 1)).isInstanceOf(IllegalArgumentException.class);
    Delivery request = request();
    assertThatThrownBy(() -> echo.reply(request, "", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesPayloadsThatCannotBeCarried() {
    assertThat(echo.send("a", "t", "x".repeat(Json.MAX_PAYLOAD_BYTES - 2)).payload())
        .hasSize(Json.MAX_PAYLOAD_BYTES);
    assertThatThrownBy(() -> echo.send("a", "t", "x".repeat(Json.MAX_PAYLOAD_BYTES - 1)))
        .isInstanceOf(PayloadMappingException.class)
        .hasMessageContaining("1048577 bytes");
    assertThatThrownBy(() -> echo.send("a", "t", new Unwritable()))
        .isInstanceOf(PayloadMappingException.class);
    Object deep = 1;
    for (int i = 0; i < 101; i++) {
      deep = List.of(deep);
    }
    Object tooDeep = deep;
    assertThatThrownBy(() -> echo.send("a", "t", tooDeep))
        .isInstanceOf(PayloadMappingException.class);
  }

  static final class Unwritable {
    public Unwritable getSelf() {
      return this;
    }
  }

  @Test
  void aReceivedMessageShowsWhatItsEnvelopeSays() throws ProtocolException {
    ReceivedMessage message = received(request().envelope(), "{\"a\":1}", null);
    assertThat(message.id()).isEqualTo(asked.toString());
    assertThat(message.senderId()).isEqualTo("greeter");
    assertThat(message.senderInstanceId()).isEqualTo("i7");
    assertThat(message.targetId()).isEqualTo("echo");
    assertThat(message.type()).isEqualTo("greet");
    assertThat(message.timestamp()).isEqualTo(NOW);
    assertThat(message.attempt()).isEqualTo(3);
    assertThat(message.headers()).isEmpty();
    assertThat(message.dataAs(JsonNode.class)).isEqualTo(message.data());
  }

  @Test
  void correlationIsTheRequestThatAMessageIsOrAnswers() throws ProtocolException {
    ReceivedMessage request = received(request().envelope(), "1", null);
    assertThat(request.expectsReply()).isTrue();
    assertThat(request.isReply()).isFalse();
    assertThat(request.correlationId()).contains(asked.toString());

    ReceivedMessage reply = received(echo.reply(request(), "r", 1).envelope(), "1", null);
    assertThat(reply.expectsReply()).isFalse();
    assertThat(reply.isReply()).isTrue();
    assertThat(reply.correlationId()).contains(asked.toString());

    ReceivedMessage alone = received(echo.send("a", "t", 1).envelope(), "1", null);
    assertThat(alone.expectsReply()).isFalse();
    assertThat(alone.isReply()).isFalse();
    assertThat(alone.correlationId()).isEmpty();
  }

  @Test
  void onlyARequestCanBeRepliedTo() throws ProtocolException {
    ReceivedMessage alone = received(echo.send("a", "t", 1).envelope(), "1", null);
    assertThatThrownBy(() -> alone.reply("r", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("of type t expects no reply");
  }

  @Test
  void aPayloadThatDoesNotFitIsNamedWithoutItsValue() throws ProtocolException {
    ReceivedMessage message = received(request().envelope(), "{\"a\":\"secret-0\"}", null);
    record Amount(int a) {}
    assertThatThrownBy(() -> message.dataAs(Amount.class))
        .isInstanceOf(PayloadMappingException.class)
        .hasMessageEndingWith(": a: must be of type int")
        .satisfies(e -> assertThat(StateSnapshotTest.stackTraceOf(e)).doesNotContain("secret-0"));
    assertThat(message.toString()).doesNotContain("secret-0");
  }

  private static ReceivedMessage received(
      Envelope envelope, String payload, ReceivedMessage.Replier replier) throws ProtocolException {
    return new ReceivedMessage(
        envelope, Json.read(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8)), 3, replier);
  }
}
