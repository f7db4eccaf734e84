package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentKeysTest {
  private static final String KEY = Base64.getEncoder().encodeToString(SigningTest.bytes(32, 1));

  @ParameterizedTest
  @EnumSource
  void comesBackFromJson(KeyAlgorithm algorithm) throws ProtocolException {
    AgentKeys keys = AgentKeys.generate(algorithm);

    AgentKeys read = AgentKeys.fromJson(Json.read(Json.write(keys.toJson())));

    assertThat(read.signer().sameAs(keys.signer())).isTrue();
    assertThat(read.delivery()).isEqualTo(keys.delivery());
  }

  @Test
  void readsWhatWasWrittenBeforeKeysHadAlgorithmsTheLastOneSigns() throws ProtocolException {
    String other = Base64.getEncoder().encodeToString(SigningTest.bytes(32, 2));
    String text = "{'signing':{'k9':'KEY','k1':'%s'},'delivery':'KEY'}".formatted(other);
    AgentKeys read =
        AgentKeys.fromJson(
            Json.read(
                text.replace('\'', '"').replace("KEY", KEY).getBytes(StandardCharsets.UTF_8)));
    assertThat(read.signer().sameAs(new SigningKey("k1", SigningTest.bytes(32, 2)))).isTrue();
    assertThat(read.signer().algorithm()).isEqualTo(KeyAlgorithm.HMAC_SHA256);
  }

  @Test
  void newKeysAreNeverTheSame() {
    AgentKeys a = AgentKeys.generate();
    AgentKeys b = AgentKeys.generate();
    assertThat(a.signer().sameAs(b.signer())).isFalse();
    assertThat(a.delivery()).isNotEqualTo(b.delivery()).hasSize(32);
    assertThat(a.delivery()).isNotEqualTo(a.signer().secret());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{'delivery':'KEY'}",
        "{'signing':{},'delivery':'KEY'}",
        "{'signing':['KEY'],'delivery':'KEY'}",
        "{'signing':{'k1':'KEY'}}",
        "{'signing':{'k1':'KEY'},'delivery':null}",
        "{'signing':{'k1':'KEY'},'delivery':'AAAA'}",
        "{'signing':{'k1':'KEY'},'delivery':'no base64 at all!'}",
        "{'signing':{'k1':7},'delivery':'KEY'}",
        "{'signing':{'k1':null},'delivery':'KEY'}",
        "{'signing':{'':'KEY'},'delivery':'KEY'}",
        "{'signing':{'a key':'KEY'},'delivery':'KEY'}",
        "{'signing':{'k1':{'secret':'KEY'}},'delivery':'KEY'}",
        "{'signing':{'k1':{'algorithm':'none','secret':'KEY'}},'delivery':'KEY'}",
        "{'signing':{'k1':{'algorithm':'ed25519'}},'delivery':'KEY'}"
      })
  void refusesWhatHoldsNoKeysWithoutShowingThem(String text) throws ProtocolException {
    byte[] json = text.replace('\'', '"').replace("KEY", KEY).getBytes(StandardCharsets.UTF_8);
    var tree = Json.read(json);
    assertThatThrownBy(() -> AgentKeys.fromJson(tree))
        .isInstanceOf(ProtocolException.class)
        .hasMessageNotContaining(KEY)
        .hasMessageNotContaining("base64 at all");
  }

  @Test
  void showsTheIdsAlone() {
    assertThat(AgentKeys.generate()).hasToString("AgentKeys[k1]");
  }
}
