package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DigestsTest {

  @Test
  void sha256IsThatOfFips180() {
    assertThat(HexFormat.of().formatHex(Digests.sha256(ascii("a"), ascii("bc"))))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void hmacIsThatOfRfc4231() {
    // test case 1 with its key of 20 bytes, padded with zeros as HMAC does itself
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, 0, 20, (byte) 0x0b);
    assertThat(
            HexFormat.of()
                .formatHex(Digests.hmac(SecretKeys.hmac(key), ascii("Hi"), ascii(" There"))))
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  }

  @Test
  void keysForTwoPurposesDiffer() {
    byte[] secret = SigningTest.bytes(32, 1);
    assertThat(SecretKeys.derive(secret, "a")).hasSize(32);
    assertThat(SecretKeys.derive(secret, "a")).isEqualTo(SecretKeys.derive(secret, "a"));
    assertThat(SecretKeys.derive(secret, "a")).isNotEqualTo(SecretKeys.derive(secret, "b"));
  }

  @Test
  void aKeyOfAnotherLengthIsNone() {
    assertThatThrownBy(() -> SecretKeys.hmac(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key has 32 bytes");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
