package io.mas.gateway.route;

import static io.mas.gateway.sample.TestAgent.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.check.Submission;
import io.mas.gateway.sample.Draft;
import io.mas.internal.redis.Entry;
import io.mas.protocol.Digests;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IntakeTest {
  private static final Desk DESK = new Desk();
  private static final Draft SENT = DESK.a.send("b").payload("{\"n\":1}");

  private static Entry with(String field, byte[] value) {
    Map<String, byte[]> fields = new LinkedHashMap<>(SENT.at(NOW + "-0").fields());
    fields.put(field, value);
    return new Entry("outbox", NOW + "-0", fields);
  }

  @Example
  void knowsWhatLiesInTheOutbox() {
    Intake intake = Intake.of("a", SENT.at(NOW + "-4"));
    assertThat(intake.owner()).isEqualTo("a");
    assertThat(intake.fault()).isEmpty();
    Intake.Decoded message = Objects.requireNonNull(intake.message());
    assertThat(message.envelope()).isEqualTo(SENT.envelope());
    assertThat(message.header()).isEqualTo(SENT.header());
    assertThat(message.payload()).isEqualTo(SENT.payload());
    assertThat(message.payloadDigest()).isEqualTo(Digests.sha256(SENT.payload()));
    assertThat(message.proof().toBytes()).isEqualTo(SENT.proof().toBytes());
  }

  private static Submission submission(String owner, Entry entry) {
    return Objects.requireNonNull(DESK.submissions().of(Intake.of(owner, entry)));
  }

  @Example
  void theKeysOfBothPartiesComeFromTheDirectory() {
    Submission submission = submission("a", SENT.at(NOW + "-4"));
    assertThat(submission.entryId()).isEqualTo(NOW + "-4");
    assertThat(submission.entered()).isEqualTo(NOW);
    assertThat(Objects.requireNonNull(submission.sender()).agent()).isEqualTo("a");
    assertThat(Objects.requireNonNull(submission.target()).agent()).isEqualTo("b");
  }

  @Example
  void anAgentThatIsNotProvisionedIsNobody() {
    assertThat(submission("a", DESK.a.send("nobody").at(NOW + "-0")).target()).isNull();
    assertThat(submission("nobody", SENT.at(NOW + "-0")).sender()).isNull();
  }

  @Example
  void theTimeOfAnEntryIsUnsigned() {
    String last = "18446744073709551615-18446744073709551615";
    assertThat(submission("a", SENT.at(last)).entered()).isEqualTo(-1L);
  }

  @Example
  void aFieldTooManyOrTooFewIsNoMessage() {
    assertThat(Intake.of("a", with("x", new byte[0])).fault())
        .isEqualTo("the entry has a field that no message has");
    for (String missing : new String[] {"h", "a"}) {
      Map<String, byte[]> fields = new LinkedHashMap<>(SENT.at(NOW + "-0").fields());
      fields.remove(missing);
      Intake intake = Intake.of("a", new Entry("outbox", NOW + "-0", fields));
      assertThat(intake.message()).isNull();
      assertThat(DESK.submissions().of(intake)).isNull();
    }
  }

  private static void decodesOrRefuses(Entry entry) {
    Intake intake = Intake.of("a", entry);
    assertThat(intake.message() == null).isNotEqualTo(intake.fault().isEmpty());
    // what is told and audited shows none of the bytes
    assertThat(intake.fault()).matches("[\\x20-\\x7e]{0,200}");
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
