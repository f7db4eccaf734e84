package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCipherTest {
  private final byte[] plain = "{\"card\":\"4111\"}".getBytes(StandardCharsets.UTF_8);
  private final byte[] context = "dlq:7".getBytes(StandardCharsets.UTF_8);
  private final PayloadCipher cipher = new PayloadCipher(SigningTest.bytes(32, 1));

  @Test
  void givesBackWhatItEncrypted() throws ProtocolException {
    assertThat(cipher.decrypt(cipher.encrypt(plain, context), context)).isEqualTo(plain);
    assertThat(cipher.decrypt(cipher.encrypt(new byte[0], new byte[0]), new byte[0])).isEmpty();
  }

  @Test
  void neverEncryptsTwiceAlike() {
    assertThat(cipher.encrypt(plain, context)).isNotEqualTo(cipher.encrypt(plain, context));
  }

  @Test
  void doesNotHoldThePlainText() {
    String sealed = new String(cipher.encrypt(plain, context), StandardCharsets.ISO_8859_1);
    assertThat(sealed).doesNotContain("4111").doesNotContain("dlq:7");
  }

  @Test
  void anyChangedByteIsNoticed() {
    byte[] sealed = cipher.encrypt(plain, context);
    for (byte[] changed : SigningTest.changes(sealed)) {
      refuses(changed, context);
    }
    for (byte[] changed : SigningTest.changes(context)) {
      refuses(sealed, changed);
    }
    for (int length = 0; length < sealed.length; length++) {
      refuses(Arrays.copyOf(sealed, length), context);
    }
  }

  @Test
  void anotherKeyDoesNotOpenIt() {
    byte[] sealed = cipher.encrypt(plain, context);
    PayloadCipher other = new PayloadCipher(SigningTest.bytes(32, 2));
    assertThatThrownBy(() -> other.decrypt(sealed, context)).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 24, 31, 33})
  void aKeyHas32Bytes(int length) {
    assertThatThrownBy(() -> new PayloadCipher(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key has 32 bytes");
  }

  private void refuses(byte[] sealed, byte[] with) {
    assertThatThrownBy(() -> cipher.decrypt(sealed, with)).isInstanceOf(ProtocolException.class);
  }
}
