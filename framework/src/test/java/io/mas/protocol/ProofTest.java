package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProofTest {
  private final byte[] token = SigningTest.bytes(16, 1);
  private final byte[] signature = SigningTest.bytes(32, 2);
  private final Proof proof = new Proof("k1", token, signature);

  @Test
  void comesBackFromItsBytes() throws ProtocolException {
    Proof read = Proof.fromBytes(proof.toBytes());
    assertThat(read.keyId()).isEqualTo("k1");
    assertThat(read.token()).isEqualTo(token);
    assertThat(read.signature()).isEqualTo(signature);
  }

  @Test
  void aMessageWithoutProofIsNotSigned() {
    assertThatThrownBy(() -> Proof.fromBytes(new byte[0]))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the message is not signed");
  }

  @Test
  void refusesATruncationThatLeavesNoSignature() {
    byte[] bytes = proof.toBytes();
    for (int length = 1; length <= 1 + 2 + 16; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Proof.fromBytes(cut))
          .isInstanceOf(ProtocolException.class)
          .hasMessage("the proof of the sender has a wrong length");
    }
  }

  @Test
  void refusesASignatureThatIsTooLong() {
    assertThatThrownBy(() -> Proof.fromBytes(new Proof("k1", token, new byte[129]).toBytes()))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesAKeyIdThatIsNone() {
    for (String id : new String[] {"", "k 1", "k*"}) {
      byte[] bytes = new Proof(id, token, signature).toBytes();
      assertThatThrownBy(() -> Proof.fromBytes(bytes))
          .isInstanceOf(ProtocolException.class)
          .hasMessage("the key id is not an id");
    }
  }

  @Property
  void anyBytesAreRefusedOrTheOneEncodingOfAProof(@ForAll @Size(max = 260) byte[] bytes) {
    Proof read;
    try {
      read = Proof.fromBytes(bytes);
    } catch (ProtocolException e) {
      return;
    }
    assertThat(read.toBytes()).isEqualTo(bytes);
  }

  /** F43: what a changed byte makes of the proof does not verify. */
  @Test
  void anyChangedByteFails() {
    SigningKey key = new SigningKey("k1", SigningTest.bytes(32, 3));
    byte[] header = EnvelopeCodec.encode(Envelopes.full());
    byte[] digest = Digests.sha256(new byte[0]);
    byte[] bytes = new Proof("k1", token, key.sign(token, header, digest)).toBytes();
    for (byte[] changed : SigningTest.changes(bytes)) {
      assertThat(verifies(changed, key, header, digest)).isFalse();
    }
    assertThat(verifies(bytes, key, header, digest)).isTrue();
  }

  private static boolean verifies(byte[] bytes, SigningKey key, byte[] header, byte[] digest) {
    try {
      Proof read = Proof.fromBytes(bytes);
      return read.keyId().equals(key.id())
          && key.verifier(KeyState.ACTIVE).verify(read.token(), header, digest, read.signature());
    } catch (ProtocolException e) {
      return false;
    }
  }

  @Test
  void showsNoSecret() {
    assertThat(proof).hasToString("Proof[k1]");
  }
}
