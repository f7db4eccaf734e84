package io.mas.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an agent itself holds.
 *
 * @param signer the key that it signs with
 * @param delivery the secret under which deliveries to it are sealed; the gateways know it too
 */
@SuppressWarnings("ArrayRecordComponent") // a raw secret, never compared as a whole
public record AgentKeys(SigningKey signer, byte[] delivery) {

  /** New random keys for HMAC-SHA256. */
  public static AgentKeys generate() {
    return generate(KeyAlgorithm.HMAC_SHA256);
  }

  /** New random keys. */
  public static AgentKeys generate(KeyAlgorithm algorithm) {
    return new AgentKeys(
        SigningKey.generate(AgentEntry.FIRST_KEY, algorithm),
        SecretKeys.random(SecretKeys.KEY_BYTES));
  }

  /** As a JSON tree. */
  public ObjectNode toJson() {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.putObject("signing").set(signer.id(), KeyJson.of(signer));
    tree.put("delivery", delivery);
    return tree;
  }

  /**
   * Of a JSON tree. Of several signing keys, which older files may have, the last one signs.
   *
   * @throws ProtocolException if it holds no such keys
   */
  public static AgentKeys fromJson(JsonNode tree) throws ProtocolException {
    @Nullable SigningKey signer = null;
    for (Map.Entry<String, JsonNode> key : tree.path("signing").properties()) {
      signer = KeyJson.signing(key.getKey(), key.getValue());
    }
    if (signer == null) {
      throw new ProtocolException("there is no signing key");
    }
    return new AgentKeys(signer, KeyJson.bytes(tree.path("delivery")));
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AgentKeys[" + signer.id() + "]";
  }
}
