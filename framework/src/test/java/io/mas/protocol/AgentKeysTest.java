package io.mas.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentKeysTest {
  private static final String KEY = Base64.getEncoder().encodeToString(SigningTest.bytes(32, 1));

  @Test
  void comesBackFromJsonWithItsKeysInOrder() throws ProtocolException {
    Map<String, byte[]> signing = new LinkedHashMap<>();
    for (String id : new String[] {"k9", "k1", "k5"}) {
      signing.put(id, SecretKeys.random(32));
    }
    AgentKeys keys = new AgentKeys(signing, SecretKeys.random(32));

    AgentKeys read = AgentKeys.fromJson(Json.read(Json.write(keys.toJson())));

    assertThat(read.signing()).containsOnlyKeys("k9", "k1", "k5");
    read.signing().forEach((id, secret) -> assertThat(secret).isEqualTo(signing.get(id)));
    assertThat(read.delivery()).isEqualTo(keys.delivery());
    assertThat(read.signer().sameAs(new SigningKey("k5", signing.get("k5")))).isTrue();
  }

  @Test
  void newKeysAreNeverTheSame() {
    AgentKeys a = AgentKeys.generate();
    AgentKeys b = AgentKeys.generate();
    assertThat(a.signer().sameAs(b.signer())).isFalse();
    assertThat(a.delivery()).isNotEqualTo(b.delivery()).hasSize(32);
    assertThat(a.delivery()).isNotEqualTo(a.signing().get("k1"));
  }

  @Test
  void anAgentNeedsASigningKey() {
    assertThatThrownBy(() -> new AgentKeys(Map.of(), new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
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
        "{'signing':{'a key':'KEY'},'delivery':'KEY'}"
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
