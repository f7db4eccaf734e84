package io.mas.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one agent that the gateways know too: signing keys by their ids, and the delivery
 * key.
 *
 * @param signing the secrets by key id; the last one signs, the others still verify
 * @param delivery the secret of the delivery key
 */
@SuppressWarnings("ArrayRecordComponent") // raw secrets, never compared as a whole
public record AgentKeys(Map<String, byte[]> signing, byte[] delivery) {

  /** Copies the map. */
  public AgentKeys {
    signing = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(signing));
    if (signing.isEmpty()) {
      throw new IllegalArgumentException("an agent needs a signing key");
    }
  }

  /** New random keys. */
  public static AgentKeys generate() {
    return new AgentKeys(
        Map.of("k1", SecretKeys.random(SecretKeys.KEY_BYTES)),
        SecretKeys.random(SecretKeys.KEY_BYTES));
  }

  /** With a new key that signs from now on; the others still verify. */
  public AgentKeys rotated() {
    Map<String, byte[]> keys = new LinkedHashMap<>(signing);
    int number = signing.size() + 1;
    while (signing.containsKey("k" + number)) {
      number++;
    }
    keys.put("k" + number, SecretKeys.random(SecretKeys.KEY_BYTES));
    return new AgentKeys(keys, delivery);
  }

  /** With the key that signs alone: what others have signed is refused. */
  public AgentKeys withoutOldKeys() {
    String last = signer().id();
    return new AgentKeys(
        Map.of(last, java.util.Objects.requireNonNull(signing.get(last))), delivery);
  }

  /** The key that signs now. */
  public SigningKey signer() {
    @Nullable SigningKey last = null;
    for (Map.Entry<String, byte[]> key : signing.entrySet()) {
      last = new SigningKey(key.getKey(), key.getValue());
    }
    return java.util.Objects.requireNonNull(last);
  }

  /** As a JSON tree. */
  public ObjectNode toJson() {
    ObjectNode tree = Json.mapper().createObjectNode();
    ObjectNode keys = tree.putObject("signing");
    signing.forEach(keys::put);
    tree.put("delivery", delivery);
    return tree;
  }

  /**
   * Of a JSON tree.
   *
   * @throws ProtocolException if it holds no such keys
   */
  public static AgentKeys fromJson(JsonNode tree) throws ProtocolException {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> key : tree.path("signing").properties()) {
      if (!Names.isId(key.getKey())) {
        throw new ProtocolException("the id of a signing key is not an id");
      }
      keys.put(key.getKey(), secret(key.getValue()));
    }
    if (keys.isEmpty()) {
      throw new ProtocolException("there is no signing key");
    }
    return new AgentKeys(keys, secret(tree.path("delivery")));
  }

  private static byte[] secret(JsonNode value) throws ProtocolException {
    try {
      byte[] secret = value.binaryValue();
      if (secret != null && secret.length == SecretKeys.KEY_BYTES) {
        return secret;
      }
    } catch (IOException e) {
      throw new ProtocolException("a key is not base64");
    }
    throw new ProtocolException("a key has not " + SecretKeys.KEY_BYTES + " bytes");
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AgentKeys" + signing.keySet();
  }
}
