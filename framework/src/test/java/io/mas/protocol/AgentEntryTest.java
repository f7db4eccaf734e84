package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentEntryTest {
  private static final String KEY = Base64.getEncoder().encodeToString(SigningTest.bytes(32, 1));
  private static final String OTHER = Base64.getEncoder().encodeToString(SigningTest.bytes(32, 2));

  private static JsonNode json(String text) throws ProtocolException {
    return Json.read(
        text.replace('\'', '"')
            .replace("KEY", KEY)
            .replace("OTHER", OTHER)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static AgentEntry again(AgentEntry entry) throws ProtocolException {
    return AgentEntry.fromJson(Json.read(Json.write(entry.toJson())));
  }

  @Test
  void comesBackFromJsonWithItsKeysInOrder() throws ProtocolException {
    SigningKey first = SigningKey.generate("k9", KeyAlgorithm.HMAC_SHA256);
    SigningKey second = SigningKey.generate("k1", KeyAlgorithm.ED25519);
    AgentEntry entry =
        AgentEntry.introduced()
            .with(first.verifier(KeyState.VERIFY_ONLY))
            .with(second.verifier(KeyState.ACTIVE))
            .granted(List.of("a", "b"));

    AgentEntry read = again(entry);

    assertThat(read.keys().keySet()).containsExactly("k9", "k1");
    assertThat(read.keys().get("k9").verifies(first)).isTrue();
    assertThat(read.keys().get("k9").state()).isEqualTo(KeyState.VERIFY_ONLY);
    assertThat(read.keys().get("k1").verifies(second)).isTrue();
    assertThat(read.active()).isSameAs(read.keys().get("k1"));
    assertThat(read.delivery()).isEqualTo(entry.delivery());
    assertThat(read.capabilities()).containsExactly("a", "b");
    assertThat(read.isRevoked()).isFalse();
    assertThat(again(entry.asRevoked(7)).revokedAt()).isEqualTo(7);
  }

  @Test
  void readsWhatWasWrittenBeforeKeysHadStates() throws ProtocolException {
    AgentEntry read =
        AgentEntry.fromJson(json("{'signing':{'k1':'KEY','k2':'OTHER'},'delivery':'KEY'}"));
    assertThat(read.keys().get("k1").state()).isEqualTo(KeyState.VERIFY_ONLY);
    assertThat(read.keys().get("k2").state()).isEqualTo(KeyState.ACTIVE);
    assertThat(read.keys().get("k2").verifies(new SigningKey("k2", SigningTest.bytes(32, 2))))
        .isTrue();
    assertThat(read.isRevoked()).isFalse();
    assertThat(read.capabilities()).isNull();
  }

  @Test
  void theNewestActiveKeySignsAndNoIdIsGivenTwice() {
    AgentEntry entry = AgentEntry.introduced();
    assertThat(entry.active()).isNull();
    assertThat(entry.nextKeyId()).isEqualTo("k1");
    for (String id : List.of("k7", "k2", "other", "k03")) {
      entry = entry.with(SigningKey.generate(id, KeyAlgorithm.ED25519).verifier(KeyState.ACTIVE));
    }
    assertThat(entry.active()).isSameAs(entry.keys().get("k03"));
    assertThat(entry.nextKeyId()).isEqualTo("k8");
  }

  @Test
  void grantsNarrowWhatAnInstanceClaims() {
    List<String> claimed = List.of("c", "a");
    assertThat(AgentEntry.introduced().narrowed(claimed)).isEqualTo(claimed);
    assertThat(AgentEntry.introduced().granted(List.of("a", "b")).narrowed(claimed))
        .containsExactly("a");
    assertThat(AgentEntry.introduced().granted(List.of()).narrowed(claimed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{'delivery':'KEY'}",
        "{'signing':['KEY'],'delivery':'KEY'}",
        "{'signing':{'k1':'KEY'}}",
        "{'signing':{'a key':'KEY'},'delivery':'KEY'}",
        "{'signing':{'k1':{'state':'active','secret':'KEY'}},'delivery':'KEY'}",
        "{'signing':{'k1':{'algorithm':'hmac-sha256','secret':'KEY'}},'delivery':'KEY'}",
        "{'signing':{'k1':{'algorithm':'md5','state':'active','secret':'KEY'}},'delivery':'KEY'}",
        "{'signing':{'k1':{'algorithm':'hmac-sha256','state':'new','secret':'KEY'}},'delivery':'KEY'}",
        "{'signing':{'k1':{'algorithm':'hmac-sha256','state':'active','public':'KEY'}},'delivery':'KEY'}",
        "{'signing':{'k1':{'algorithm':'ed25519','state':'active','secret':'KEY'}},'delivery':'KEY'}",
        "{'signing':{'k1':'KEY'},'delivery':'KEY','revoked':'yes'}",
        "{'signing':{'k1':'KEY'},'delivery':'KEY','revoked':0}",
        "{'signing':{'k1':'KEY'},'delivery':'KEY','revoked':null}",
        "{'signing':{'k1':'KEY'},'delivery':'KEY','capabilities':'a'}",
        "{'signing':{'k1':'KEY'},'delivery':'KEY','capabilities':[7]}",
        "{'signing':{'k1':'KEY'},'delivery':'KEY','capabilities':null}"
      })
  void refusesAnythingElseWithoutShowingIt(String text) throws ProtocolException {
    JsonNode tree = json(text);
    assertThatThrownBy(() -> AgentEntry.fromJson(tree))
        .isInstanceOf(ProtocolException.class)
        .hasMessageNotContaining(KEY);
  }

  @Test
  void refusesAPublicKeyOfLowOrder() throws ProtocolException {
    String zero = Base64.getEncoder().encodeToString(new byte[32]);
    JsonNode tree =
        json(
            "{'signing':{'k1':{'algorithm':'ed25519','state':'active','public':'"
                + zero
                + "'}},'delivery':'KEY'}");
    assertThatThrownBy(() -> AgentEntry.fromJson(tree))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("signing key k1: a public key is not one of Ed25519, or of low order");
  }

  @Test
  void showsIdsAndStatesAlone() {
    VerifyingKey key = new SigningKey("k1", SigningTest.bytes(32, 1)).verifier(KeyState.ACTIVE);
    assertThat(new AgentEntry(Map.of("k1", key), new byte[32], 7, null))
        .hasToString("AgentEntry[VerifyingKey[k1 hmac-sha256 active]] revoked");
  }
}
