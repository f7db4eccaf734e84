package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signature and seal: any changed byte of any part fails (F43). */
class SigningTest {
  private final byte[] secret = bytes(32, 1);
  private final byte[] token = bytes(16, 2);
  private final byte[] header = EnvelopeCodec.encode(Envelopes.full());
  private final byte[] digest = Digests.sha256(bytes(100, 3));
  private final SigningKey key = new SigningKey("k1", secret);
  private final DeliveryKey delivery = new DeliveryKey(secret);

  private boolean verified(
      SigningKey by, byte[] token, byte[] header, byte[] digest, byte[] signature) {
    return by.verifier(KeyState.ACTIVE).verify(token, header, digest, signature);
  }

  @ParameterizedTest
  @EnumSource
  void acceptsWhatItSigned(KeyAlgorithm algorithm) {
    SigningKey key = new SigningKey("k1", algorithm, secret);
    byte[] signature = key.sign(token, header, digest);
    assertThat(verified(key, token, header, digest, signature)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anyChangedByteBreaksTheSignature(KeyAlgorithm algorithm) {
    SigningKey key = new SigningKey("k1", algorithm, secret);
    byte[] signature = key.sign(token, header, digest);
    for (byte[] changed : changes(token)) {
      assertThat(verified(key, changed, header, digest, signature)).isFalse();
    }
    for (byte[] changed : changes(header)) {
      assertThat(verified(key, token, changed, digest, signature)).isFalse();
    }
    for (byte[] changed : changes(digest)) {
      assertThat(verified(key, token, header, changed, signature)).isFalse();
    }
    for (byte[] changed : changes(signature)) {
      assertThat(verified(key, token, header, digest, changed)).isFalse();
    }
    for (byte[] changed : changes(secret)) {
      SigningKey other = new SigningKey("k1", algorithm, changed);
      assertThat(verified(other, token, header, digest, signature)).isFalse();
    }
    SigningKey renamed = new SigningKey("k2", algorithm, secret);
    assertThat(verified(renamed, token, header, digest, signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatMoveFromOnePartToTheNextBreakTheSignature(KeyAlgorithm algorithm) {
    SigningKey key = new SigningKey("k1", algorithm, secret);
    byte[] signature = key.sign(token, header, digest);
    byte[] longer = ByteBuffer.allocate(17).put(token).put(header[0]).array();
    byte[] shorter = Arrays.copyOfRange(header, 1, header.length);
    assertThat(verified(key, longer, shorter, digest, signature)).isFalse();
    byte[] withIdsEnd = ByteBuffer.allocate(17).put((byte) '1').put(token).array();
    SigningKey shortId = new SigningKey("k", algorithm, secret);
    assertThat(verified(shortId, withIdsEnd, header, digest, signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyOrShortenedOrLengthenedSignatureIsNone(KeyAlgorithm algorithm) {
    SigningKey key = new SigningKey("k1", algorithm, secret);
    byte[] signature = key.sign(token, header, digest);
    for (int length : new int[] {0, 16, signature.length - 1, signature.length + 1}) {
      byte[] other = Arrays.copyOf(signature, length);
      assertThat(verified(key, token, header, digest, other)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSignatureOfTheOtherAlgorithmIsNone(KeyAlgorithm algorithm) {
    for (KeyAlgorithm other : KeyAlgorithm.values()) {
      byte[] signature = new SigningKey("k1", other, secret).sign(token, header, digest);
      SigningKey key = new SigningKey("k1", algorithm, secret);
      assertThat(verified(key, token, header, digest, signature)).isEqualTo(other == algorithm);
    }
  }

  /** The points of order 1, 2, 4 and 8, and encodings of them that are not canonical. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void aPublicKeyOfLowOrderIsRefused(String key) {
    byte[] point = HexFormat.of().parseHex(key);
    assertThatThrownBy(() -> new VerifyingKey("k1", KeyAlgorithm.ED25519, KeyState.ACTIVE, point))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a public key is not one of Ed25519, or of low order");
  }

  @Test
  void theRegistryLearnsNothingThatSignsWithEd25519() {
    SigningKey key = SigningKey.generate("k1", KeyAlgorithm.ED25519);
    VerifyingKey registered = key.verifier(KeyState.ACTIVE);
    assertThat(registered.signer()).isNull();
    assertThat(registered.material()).isNotEqualTo(key.secret());
    assertThat(registered.verifies(key)).isTrue();
    assertThat(registered.verifies(SigningKey.generate("k1", KeyAlgorithm.ED25519))).isFalse();
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
