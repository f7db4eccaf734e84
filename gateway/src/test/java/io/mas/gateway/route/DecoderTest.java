package io.mas.gateway.route;

import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.gateway.check.Submission;
import io.mas.gateway.sample.Draft;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Digests;
import io.mas.protocol.ProtocolException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DecoderTest {
  private static final Desk DESK = new Desk();
  private static final Draft SENT = DESK.a.send("b").payload("{\"n\":1}");

  private static Submission decode(Entry entry) throws ProtocolException {
    return Decoder.decode("a", entry, DESK.directory(), DESK.keys);
  }

  private static Entry with(String field, byte[] value) {
    Map<String, byte[]> fields = new LinkedHashMap<>(SENT.at(NOW + "-0").fields());
    fields.put(field, value);
    return new Entry("outbox", NOW + "-0", fields);
  }

  @Example
  void knowsWhatLiesInTheOutbox() throws Exception {
    Submission submission = decode(SENT.at(NOW + "-4"));
    assertThat(submission.owner()).isEqualTo("a");
    assertThat(submission.entryId()).isEqualTo(NOW + "-4");
    assertThat(submission.entered()).isEqualTo(NOW);
    assertThat(submission.envelope()).isEqualTo(SENT.envelope());
    assertThat(submission.header()).isEqualTo(SENT.header());
    assertThat(submission.payload()).isEqualTo(SENT.payload());
    assertThat(submission.payloadDigest()).isEqualTo(Digests.sha256(SENT.payload()));
    assertThat(Objects.requireNonNull(submission.sender()).agent()).isEqualTo("a");
    assertThat(Objects.requireNonNull(submission.target()).agent()).isEqualTo("b");
  }

  @Example
  void anAgentThatIsNotProvisionedIsNobody() throws Exception {
    Submission toNobody = decode(DESK.a.send("nobody").at(NOW + "-0"));
    assertThat(toNobody.target()).isNull();
    Submission ofNobody =
        Decoder.decode("nobody", SENT.at(NOW + "-0"), DESK.directory(), DESK.keys);
    assertThat(ofNobody.sender()).isNull();
  }

  @Example
  void theTimeOfAnEntryIsUnsigned() throws Exception {
    assertThat(decode(SENT.at("18446744073709551615-18446744073709551615")).entered())
        .isEqualTo(-1L);
  }

  @Example
  void aFieldTooManyOrTooFewIsNoMessage() {
    assertThatThrownBy(() -> decode(with("x", new byte[0])))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the entry has a field that no message has");
    for (String missing : new String[] {"h", "a"}) {
      Map<String, byte[]> fields = new LinkedHashMap<>(SENT.at(NOW + "-0").fields());
      fields.remove(missing);
      assertThatThrownBy(() -> decode(new Entry("outbox", NOW + "-0", fields)))
          .isInstanceOf(ProtocolException.class);
    }
  }

  private static void decodesOrRefuses(Entry entry) {
    try {
      assertThat(decode(entry).envelope()).isNotNull();
    } catch (ProtocolException e) {
      assertThat(e).hasMessageMatching("[\\x20-\\x7e]{1,200}");
    }
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
  }

  @Provide
  Arbitrary<Map<String, byte[]>> fields() {
    Arbitrary<String> names =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(9, Arbitraries.of("h", "p", "a")),
            net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(3)));
    return Arbitraries.maps(names, bytes()).ofMaxSize(4);
  }

  @Property(tries = 3000)
  void whateverTheFieldsItDecodesOrRefuses(@ForAll("fields") Map<String, byte[]> fields) {
    decodesOrRefuses(new Entry("outbox", NOW + "-0", fields));
  }

  @Property(tries = 3000)
  void whateverFollowsAGoodBeginningItDecodesOrRefuses(
      @ForAll("bytes") byte[] tail, @ForAll int cut, @ForAll boolean inHeader) {
    String field = inHeader ? "h" : "a";
    byte[] good = SENT.at(NOW + "-0").bytes(field);
    int kept = Math.floorMod(cut, good.length + 1);
    byte[] mixed = java.util.Arrays.copyOf(good, kept + tail.length);
    System.arraycopy(tail, 0, mixed, kept, tail.length);
    decodesOrRefuses(with(field, mixed));
  }
}
