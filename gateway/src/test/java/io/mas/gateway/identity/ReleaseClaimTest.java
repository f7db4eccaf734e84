package io.mas.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mas.gateway.sample.TestAgent;
import io.mas.protocol.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseClaimTest {
  private static final byte[] HEADER = {1, 2};
  private static final byte[] DIGEST = Digests.sha256(new byte[] {3});

  @ParameterizedTest
  @ValueSource(strings = {"0:1-0", "16383:18446744073709551615-18446744073709551615"})
  void comesBackFromTheBytesOnTheWire(String letter) {
    assertThat(Release.claimed(new Release(letter).toBytes())).isEqualTo(new Release(letter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\0", "7:1-0", "\0" + "7:1", "\0x:1-0", "\0" + "7:1-0 ", "\0" + "7:1-0\n"})
  void anythingElseIsNoClaim(String proof) {
    assertThat(Release.claimed(proof.getBytes(UTF_8))).isNull();
  }

  @Test
  void theProofOfASenderIsNone() {
    byte[] proof = TestAgent.named("a").send("b").proof().toBytes();
    assertThat(Release.claimed(proof)).isNull();
  }

  @Test
  void isListedOnlyWithItsLetterAndBytes() {
    Release release = new Release("7:1-0");
    byte[] listing = ("7:1-0 " + Release.digest(HEADER, DIGEST)).getBytes(UTF_8);
    assertThat(release.listed(listing, HEADER, DIGEST)).isEqualTo(release);
    assertThat(release.listed(null, HEADER, DIGEST)).isNull();
    assertThat(release.listed(listing, new byte[] {1}, DIGEST)).isNull();
    assertThat(release.listed(listing, HEADER, Digests.sha256(new byte[] {4}))).isNull();
    assertThat(new Release("7:1-1").listed(listing, HEADER, DIGEST)).isNull();
  }

  @Test
  void ofWhatWasHeldSaysWhoHasApprovedItAndWhen() {
    Release release = Release.ofHeld("5-1");
    assertThat(Release.claimed(release.toBytes())).isEqualTo(release);
    String listed = "h5-1 " + Release.digest(HEADER, DIGEST);
    Release approved =
        release.listed((listed + " 17 k1 Ana\u2028K.").getBytes(UTF_8), HEADER, DIGEST);
    assertThat(approved)
        .isEqualTo(new Release("h5-1", new Release.Approval("Ana\u2028K.", 17, "k1")));
    // without who has approved it, of other bytes, or of another message it was not approved
    assertThat(release.listed(listed.getBytes(UTF_8), HEADER, DIGEST)).isNull();
    assertThat(release.listed((listed + " 17 - a").getBytes(UTF_8), DIGEST, DIGEST)).isNull();
    assertThat(Release.ofHeld("5-2").listed((listed + " 17 - a").getBytes(UTF_8), HEADER, DIGEST))
        .isNull();
    assertThat(release.listed("h5".getBytes(UTF_8), HEADER, DIGEST)).isNull();
  }
}
