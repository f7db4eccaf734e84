package io.mas.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Decision;
import io.mas.gateway.policy.Mode;
import io.mas.gateway.sample.Draft;
import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Digests;
import io.mas.protocol.Envelope;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.Kind;
import io.mas.protocol.Proof;
import io.mas.protocol.ProtocolException;
import io.mas.protocol.ReplyToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No byte of a message can be changed without the gateway refusing it. */
class TamperingPropertyTest {
  private static final TestAgent A = TestAgent.named("a");
  private static final TestAgent B = TestAgent.named("b");
  private static final Decider DECIDER = Decider.standard(Duration.ofMinutes(5), 100, Mode.ENFORCE);
  private static final View VIEW = Views.of(A.ledger(0), Views.allowing("a", "b"));
  private static final Draft SENT =
      A.message(Kind.REQUEST, "b").deadline(TestAgent.NOW + 30_000).payload("{\"n\":1}");
  private static final byte[] HEADER = SENT.header();

  /** Of every kind, with every part and with none. */
  private static final List<byte[]> HEADERS = headers();

  private static final byte[] PAYLOAD = SENT.payload();
  private static final byte[] PROOF = SENT.proof().toBytes();
  private static final int BYTES = HEADER.length + PAYLOAD.length + PROOF.length;

  private static List<byte[]> headers() {
    List<byte[]> headers = new ArrayList<>(List.of(HEADER));
    for (Kind kind : Kind.values()) {
      headers.add(
          EnvelopeCodec.encode(
              new Envelope(
                  kind,
                  new UUID(1, kind.code()),
                  "a",
                  "i1",
                  "b",
                  "i2",
                  "some.type",
                  7,
                  TestAgent.NOW,
                  new UUID(3, 4),
                  TestAgent.NOW + 30_000,
                  ReplyToken.of(TestAgent.NOW + 30_000, new byte[16]),
                  Map.of("lane", "a", "läne", "ü€𝄞", "trace", ""))));
    }
    return headers;
  }

  /** The decision, where what does not decode is refused as the gateway refuses it. */
  private static Ruling decide(byte[] header, byte[] payload, byte[] proof) {
    try {
      Envelope envelope = EnvelopeCodec.decode(header);
      Submission submission =
          new Submission(
              "a",
              TestAgent.NOW + "-0",
              TestAgent.NOW,
              header,
              payload,
              Digests.sha256(payload),
              envelope,
              Proof.fromBytes(proof),
              A.principal(),
              B.principal(),
              null);
      return DECIDER.decide(submission, VIEW);
    } catch (ProtocolException e) {
      return new Ruling(Decision.INVALID_MESSAGE, String.valueOf(e.getMessage()), List.of());
    }
  }

  private static Ruling changed(int place, int by) {
    byte[] header = HEADER.clone();
    byte[] payload = PAYLOAD.clone();
    byte[] proof = PROOF.clone();
    if (place < header.length) {
      header[place] ^= (byte) by;
    } else if (place < header.length + payload.length) {
      payload[place - header.length] ^= (byte) by;
    } else {
      proof[place - header.length - payload.length] ^= (byte) by;
    }
    return decide(header, payload, proof);
  }

  private static void assertRefusedUnauthenticated(Ruling ruling) {
    assertThat(ruling.decision())
        .isIn(Set.of(Decision.SIGNATURE_INVALID, Decision.INVALID_MESSAGE, Decision.AUTH_FAILED));
    assertThat(DECIDER.authenticated(ruling)).isFalse();
  }

  @net.jqwik.api.Example
  void unchangedItPasses() {
    assertThat(decide(HEADER, PAYLOAD, PROOF).decision()).isEqualTo(Decision.ALLOWED);
  }

  @net.jqwik.api.Example
  void everyChangeOfEveryByteIsRefused() {
    List<String> wrong = new ArrayList<>();
    for (int place = 0; place < BYTES; place++) {
      for (int by = 1; by < 256; by++) {
        Ruling ruling = changed(place, by);
        boolean refused =
            ruling.decision() == Decision.SIGNATURE_INVALID
                || ruling.decision() == Decision.INVALID_MESSAGE;
        if (!refused || !ruling.passed().isEmpty()) {
          wrong.add(place + "^" + by + ": " + ruling);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Property
  void aByteTooManyOrTooFewIsRefused(
      @ForAll @IntRange(min = 0, max = 2) int part, @ForAll int at, @ForAll byte added) {
    byte[][] parts = {HEADER, PAYLOAD, PROOF};
    int place = Math.floorMod(at, parts[part].length);
    byte[] longer = new byte[parts[part].length + 1];
    System.arraycopy(parts[part], 0, longer, 0, place);
    longer[place] = added;
    System.arraycopy(parts[part], place, longer, place + 1, parts[part].length - place);
    byte[] shorter = new byte[parts[part].length - 1];
    System.arraycopy(parts[part], 0, shorter, 0, place);
    System.arraycopy(parts[part], place + 1, shorter, place, shorter.length - place);
    for (byte[] instead : new byte[][] {longer, shorter}) {
      byte[][] sent = parts.clone();
      sent[part] = instead;
      assertRefusedUnauthenticated(decide(sent[0], sent[1], sent[2]));
    }
  }

  /** Whatever is made of good headers: no exception escapes, and nothing passes as its sender's. */
  @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE)
  void noneOfAMillionChangedEnvelopesPasses(@ForAll long seed) throws Exception {
    byte[] header = new Mutator(HEADERS, seed).next();
    Ruling ruling = decide(header, PAYLOAD, PROOF);
    boolean refused =
        ruling.decision() == Decision.SIGNATURE_INVALID
            || ruling.decision() == Decision.INVALID_MESSAGE;
    if (!refused || DECIDER.authenticated(ruling)) {
      throw new AssertionError(ruling + " of " + HexFormat.of().formatHex(header));
    }
    if (ruling.decision() == Decision.SIGNATURE_INVALID
        && !Arrays.equals(EnvelopeCodec.encode(EnvelopeCodec.decode(header)), header)) {
      throw new AssertionError("a second encoding: " + HexFormat.of().formatHex(header));
    }
  }

  @Property
  void partsOfTwoGoodMessagesMakeNoGoodOne(@ForAll boolean swapHeader, @ForAll boolean swapProof) {
    Draft other = A.message(Kind.REQUEST, "b").sequence(2).payload("{\"n\":2}");
    if (swapHeader && swapProof) {
      assertRefusedUnauthenticated(decide(other.header(), PAYLOAD, other.proof().toBytes()));
    } else if (swapHeader) {
      assertRefusedUnauthenticated(decide(other.header(), PAYLOAD, PROOF));
    } else {
      byte[] proof = swapProof ? other.proof().toBytes() : PROOF;
      byte[] payload = swapProof ? PAYLOAD : other.payload();
      assertRefusedUnauthenticated(decide(HEADER, payload, proof));
    }
  }
}
