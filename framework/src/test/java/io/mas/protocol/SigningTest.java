package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Signature and seal: any changed byte of any part fails (F43). */
class SigningTest {
  private final byte[] secret = bytes(32, 1);
  private final byte[] token = bytes(16, 2);
  private final byte[] header = EnvelopeCodec.encode(Envelopes.full());
  private final byte[] digest = Digests.sha256(bytes(100, 3));
  private final SigningKey key = new SigningKey("k1", secret);
  private final DeliveryKey delivery = new DeliveryKey(secret);

  @Test
  void acceptsWhatItSigned() {
    assertThat(key.verify(token, header, digest, key.sign(token, header, digest))).isTrue();
  }

  @Test
  void anyChangedByteBreaksTheSignature() {
    byte[] signature = key.sign(token, header, digest);
    for (byte[] changed : changes(token)) {
      assertThat(key.verify(changed, header, digest, signature)).isFalse();
    }
    for (byte[] changed : changes(header)) {
      assertThat(key.verify(token, changed, digest, signature)).isFalse();
    }
    for (byte[] changed : changes(digest)) {
      assertThat(key.verify(token, header, changed, signature)).isFalse();
    }
    for (byte[] changed : changes(signature)) {
      assertThat(key.verify(token, header, digest, changed)).isFalse();
    }
    for (byte[] changed : changes(secret)) {
      assertThat(new SigningKey("k1", changed).verify(token, header, digest, signature)).isFalse();
    }
    assertThat(new SigningKey("k2", secret).verify(token, header, digest, signature)).isFalse();
  }

  @Test
  void bytesThatMoveFromOnePartToTheNextBreakTheSignature() {
    byte[] signature = key.sign(token, header, digest);
    byte[] longer = ByteBuffer.allocate(17).put(token).put(header[0]).array();
    byte[] shorter = Arrays.copyOfRange(header, 1, header.length);
    assertThat(key.verify(longer, shorter, digest, signature)).isFalse();
    assertThat(
            new SigningKey("k", secret)
                .verify(
                    ByteBuffer.allocate(17).put((byte) '1').put(token).array(),
                    header,
                    digest,
                    signature))
        .isFalse();
  }

  @Test
  void anEmptyOrShortenedSignatureIsNone() {
    byte[] signature = key.sign(token, header, digest);
    assertThat(key.verify(token, header, digest, new byte[0])).isFalse();
    assertThat(key.verify(token, header, digest, Arrays.copyOf(signature, 16))).isFalse();
  }

  @Test
  void theSameSecretUnderTheSameIdIsTheSameKey() {
    assertThat(key.sameAs(new SigningKey("k1", secret.clone()))).isTrue();
    assertThat(key.sameAs(new SigningKey("k2", secret))).isFalse();
    assertThat(key.sameAs(new SigningKey("k1", bytes(32, 9)))).isFalse();
  }

  @Test
  void aKeyHas32BytesAndAnId() {
    assertThatThrownBy(() -> new SigningKey("k1", new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key has 32 bytes");
    assertThatThrownBy(() -> new SigningKey("k 1", secret))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DeliveryKey(new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyKeepsItsSecretWhenTheArrayIsChangedLater() {
    byte[] array = secret.clone();
    SigningKey made = new SigningKey("k1", array);
    Arrays.fill(array, (byte) 0);
    assertThat(made.sameAs(key)).isTrue();
  }

  @Test
  void anyChangedByteBreaksTheSeal() {
    byte[] reply = bytes(24, 4);
    byte[] seal = delivery.seal(header, digest, reply);

    assertThat(seal).hasSize(16);
    assertThat(delivery.verify(header, digest, reply, seal)).isTrue();
    for (byte[] changed : changes(header)) {
      assertThat(delivery.verify(changed, digest, reply, seal)).isFalse();
    }
    for (byte[] changed : changes(digest)) {
      assertThat(delivery.verify(header, changed, reply, seal)).isFalse();
    }
    for (byte[] changed : changes(reply)) {
      assertThat(delivery.verify(header, digest, changed, seal)).isFalse();
    }
    for (byte[] changed : changes(seal)) {
      assertThat(delivery.verify(header, digest, reply, changed)).isFalse();
    }
    for (byte[] changed : changes(secret)) {
      assertThat(new DeliveryKey(changed).verify(header, digest, reply, seal)).isFalse();
    }
    assertThat(delivery.verify(header, digest, new byte[0], seal)).isFalse();
    assertThat(delivery.verify(header, digest, reply, new byte[0])).isFalse();
  }

  @Test
  void aSignatureIsNoSeal() {
    byte[] signature = key.sign(new byte[0], header, digest);
    assertThat(delivery.verify(header, digest, new byte[0], Arrays.copyOf(signature, 16)))
        .isFalse();
  }

  @Test
  void neitherKeyShowsItsSecret() {
    assertThat(key).hasToString("SigningKey[k1]");
    assertThat(delivery).hasToString("DeliveryKey");
  }

  /** The same with one bit of one byte changed, for every byte. */
  static Iterable<byte[]> changes(byte[] original) {
    return () ->
        java.util.stream.IntStream.range(0, original.length)
            .mapToObj(
                at -> {
                  byte[] changed = original.clone();
                  changed[at] ^= (byte) (1 << (at % 8));
                  return changed;
                })
            .iterator();
  }

  static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }
}
