package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one encoding of each envelope, and nothing else. */
class EnvelopeCodecTest {

  @Provide
  Arbitrary<Envelope> envelopes() {
    return Envelopes.any();
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
  }

  @Property
  void whatIsEncodedComesBack(@ForAll("envelopes") Envelope envelope) throws ProtocolException {
    byte[] bytes = EnvelopeCodec.encode(envelope);

    Envelope decoded = EnvelopeCodec.decode(bytes);

    assertThat(decoded).isEqualTo(envelope);
    assertThat(EnvelopeCodec.encode(decoded)).isEqualTo(bytes);
  }

  @Test
  void theEncodingIsTheOneThatIsDocumented() {
    ByteBuffer expected =
        ByteBuffer.allocate(200)
            .put(new byte[] {1, 3})
            .putLong(0x0193_0000_0000_7abcL)
            .putLong(0x8123_4567_89ab_cdefL);
    for (String name : new String[] {"echo", "i1", "greeter", "i2", "greeting.response"}) {
      expected.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    }
    expected.putLong(7).putLong(1_700_000_000_000L);
    expected.put((byte) 1).putShort((short) 16).putLong(1).putLong(2);
    expected.put((byte) 2).putShort((short) 8).putLong(1_700_000_030_000L);
    expected.put((byte) 3).putShort((short) 24).putLong(1_700_000_030_000L).put(new byte[16]);
    ByteBuffer headers = ByteBuffer.allocate(100);
    new TreeMap<>(Envelopes.full().headers())
        .forEach(
            (name, value) -> {
              for (String text : new String[] {name, value}) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                headers.putShort((short) utf8.length).put(utf8);
              }
            });
    expected.put((byte) 4).putShort((short) headers.position()).put(headers.flip());
    expected.put((byte) 5).putShort((short) 2).putShort((short) 300);

    assertThat(EnvelopeCodec.encode(Envelopes.full()))
        .isEqualTo(Arrays.copyOf(expected.array(), expected.position()));
  }

  @Test
  void refusesEveryTruncation() {
    byte[] bytes = EnvelopeCodec.encode(Envelopes.full());
    int whole = 0;
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (isCanonicalOrRefused(cut)) {
        whole++;
      }
    }
    assertThat(whole)
        .as("a cut between two optional parts leaves an envelope without the rest; no other")
        .isEqualTo(5);
  }

  @Test
  void refusesEveryTruncationOfTheFixedPart() {
    byte[] bytes = EnvelopeCodec.encode(Envelopes.bare());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> EnvelopeCodec.decode(cut)).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void everyChangedByteIsRefusedOrIsAnotherEnvelopesOneEncoding() {
    byte[] bytes = EnvelopeCodec.encode(Envelopes.full());
    int decoded = 0;
    for (int at = 0; at < bytes.length; at++) {
      for (int change = 1; change < 256; change++) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) change;
        decoded += isCanonicalOrRefused(changed) ? 1 : 0;
      }
    }
    assertThat(decoded).isPositive();
  }

  @Test
  void everyInsertedByteIsRefusedOrIsAnotherEnvelopesOneEncoding() {
    byte[] bytes = EnvelopeCodec.encode(Envelopes.full());
    for (int at = 0; at <= bytes.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] longer =
            ByteBuffer.allocate(bytes.length + 1)
                .put(bytes, 0, at)
                .put((byte) value)
                .put(bytes, at, bytes.length - at)
                .array();
        isCanonicalOrRefused(longer);
      }
    }
    assertThatThrownBy(() -> EnvelopeCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(ProtocolException.class);
  }

  @Property
  void randomBytesAreRefusedAsSuchOrCanonical(@ForAll("bytes") byte[] bytes) {
    isCanonicalOrRefused(bytes);
  }

  @Property
  void randomBytesAfterAFixedPartAreRefusedAsSuchOrCanonical(@ForAll("bytes") byte[] tail) {
    byte[] fixed = EnvelopeCodec.encode(Envelopes.bare());
    byte[] tag = {(byte) (1 + tail.length % 5), (byte) (tail.length >>> 8), (byte) tail.length};
    isCanonicalOrRefused(concat(fixed, tail));
    isCanonicalOrRefused(concat(fixed, concat(tag, tail)));
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> EnvelopeCodec.decode(new byte[EnvelopeCodec.MAX_BYTES + 1]))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the header is longer than 16384 bytes");
  }

  @Test
  void refusesHeadersThatNobodyCouldSend() {
    byte[] fixed = EnvelopeCodec.encode(Envelopes.bare());
    byte[] value = new byte[EnvelopeCodec.MAX_HEADER_BYTES - 4];
    ByteBuffer part = ByteBuffer.allocate(3 + 2 + 1 + 2 + value.length);
    part.put((byte) 4).putShort((short) (part.capacity() - 3));
    part.putShort((short) 1).put((byte) 'h').putShort((short) value.length).put(value);
    assertThatThrownBy(() -> EnvelopeCodec.decode(concat(fixed, part.array())))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the headers have more than 8192 bytes");
  }

  @Test
  void namesAnUnknownVersion() {
    byte[] bytes = EnvelopeCodec.encode(Envelopes.full());
    bytes[0] = 2;
    assertThatThrownBy(() -> EnvelopeCodec.decode(bytes)).hasMessage("unknown protocol version: 2");
  }

  @Test
  void namesAnUnknownKind() {
    byte[] bytes = EnvelopeCodec.encode(Envelopes.full());
    for (int kind : new int[] {0, 10, 127, -1, -128}) {
      bytes[1] = (byte) kind;
      assertThatThrownBy(() -> EnvelopeCodec.decode(bytes))
          .hasMessage("unknown kind of message: " + kind);
    }
  }

  @Test
  void everyKindKeepsItsByteOnTheWire() {
    assertThat(Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::name, Kind::code)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "SEND", (byte) 1,
                "REQUEST", (byte) 2,
                "REPLY", (byte) 3,
                "FAULT", (byte) 4,
                "DEAD", (byte) 5,
                "REGISTER", (byte) 6,
                "LEAVE", (byte) 7,
                "REJECTION", (byte) 8,
                "REPORT", (byte) 9));
  }

  @Test
  void theHeadersOfADecodedEnvelopeCannotBeChanged() throws ProtocolException {
    Envelope decoded = EnvelopeCodec.decode(EnvelopeCodec.encode(Envelopes.full()));
    assertThatThrownBy(() -> decoded.headers().put("lane", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anEnvelopeKeepsItsHeadersWhenTheMapIsChangedLater() {
    Map<String, String> headers = new LinkedHashMap<>(Map.of("lane", "a"));
    Envelope envelope = withHeaders(headers);
    headers.put("lane", "b");
    assertThat(envelope.headers()).containsExactly(Map.entry("lane", "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "*", "ä", "line\n"})
  void refusesToEncodeWhatIsNoId(String name) {
    Envelope bare = Envelopes.bare();
    assertThatThrownBy(() -> EnvelopeCodec.encode(named(name, "b", "c", "", "d")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EnvelopeCodec.encode(named("a", name, "c", "", "d")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EnvelopeCodec.encode(named("a", "b", name, "", "d")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(EnvelopeCodec.encode(bare)).isNotEmpty();
  }

  @Test
  void refusesToEncodeNamesThatAreTooLong() {
    String id = "a".repeat(65);
    assertThatThrownBy(() -> EnvelopeCodec.encode(named("a", "b", "c", id, "d")))
        .isInstanceOf(IllegalArgumentException.class);
    for (int length : new int[] {129, 256, 300, 1000}) {
      String type = "t".repeat(length);
      assertThatThrownBy(() -> EnvelopeCodec.encode(named("a", "b", "c", "", type)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesToEncodeNegativeNumbers() {
    assertThatThrownBy(() -> EnvelopeCodec.encode(numbered(-1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EnvelopeCodec.encode(numbered(0, -1, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EnvelopeCodec.encode(numbered(0, 0, -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takes64HeadersAndNoMore() throws ProtocolException {
    Envelope most = withHeaders(headers(64));
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(most))).isEqualTo(most);
    assertThatThrownBy(() -> EnvelopeCodec.encode(withHeaders(headers(65))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a message has at most 64 headers");
  }

  @Test
  void theLargestHeadersAndNamesStillDecode() throws ProtocolException {
    String id = "a".repeat(64);
    Envelope largest =
        new Envelope(
            Kind.REQUEST,
            new UUID(-1, -1),
            id,
            id,
            id,
            id,
            "t".repeat(128),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            new UUID(-1, -1),
            Long.MAX_VALUE,
            ReplyToken.of(Long.MAX_VALUE, new byte[16]),
            Map.of("h", "v".repeat(8192 - 5)));
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(largest))).isEqualTo(largest);
  }

  @Test
  void refusesHeadersThatAreTooLongOrNameless() {
    assertThatThrownBy(() -> EnvelopeCodec.encode(withHeaders(Map.of("h", "v".repeat(8192 - 4)))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EnvelopeCodec.encode(withHeaders(Map.of("", "v"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesHeadersThatUtf8CannotHold() {
    for (Map<String, String> broken :
        java.util.List.of(
            Map.of("h", "\ud800"), Map.of("\udc00", "v"), Map.of("?", "", "\ud800", ""))) {
      assertThatThrownBy(() -> EnvelopeCodec.encode(withHeaders(broken)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static boolean isCanonicalOrRefused(byte[] bytes) {
    Envelope decoded;
    try {
      decoded = EnvelopeCodec.decode(bytes);
    } catch (ProtocolException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
    assertThat(EnvelopeCodec.encode(decoded)).isEqualTo(bytes);
    return true;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }

  private static Map<String, String> headers(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "h" + i, String::valueOf));
  }

  private static Envelope withHeaders(Map<String, String> headers) {
    return new Envelope(
        Kind.SEND, new UUID(3, 4), "a", "b", "c", "", "d", 0, 0, null, 0, null, headers);
  }

  private static Envelope named(
      String sender, String senderInstance, String target, String targetInstance, String type) {
    return new Envelope(
        Kind.SEND,
        new UUID(3, 4),
        sender,
        senderInstance,
        target,
        targetInstance,
        type,
        0,
        0,
        null,
        0,
        null,
        Collections.emptyMap());
  }

  private static Envelope numbered(long sequence, long timestamp, long deadline) {
    return new Envelope(
        Kind.SEND,
        new UUID(3, 4),
        "a",
        "b",
        "c",
        "",
        "d",
        sequence,
        timestamp,
        null,
        deadline,
        null,
        Map.of());
  }
}
