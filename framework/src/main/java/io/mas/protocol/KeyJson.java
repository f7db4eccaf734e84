package io.mas.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Keys as JSON: in credentials files with what signs, in the registry with what verifies. */
final class KeyJson {
  private static final String ALGORITHM = "algorithm";
  private static final String STATE = "state";
  private static final String SECRET = "secret";

  private KeyJson() {}

  static ObjectNode of(SigningKey key) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put(ALGORITHM, key.algorithm().text());
    tree.put(SECRET, key.secret());
    return tree;
  }

  static ObjectNode of(VerifyingKey key) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put(ALGORITHM, key.algorithm().text());
    tree.put(STATE, key.state().text());
    tree.put(key.algorithm().field(), key.material());
    return tree;
  }

  /** A bare text is what was written before there were algorithms: a secret for HMAC. */
  static SigningKey signing(String id, JsonNode tree) throws ProtocolException {
    requireId(id);
    return tree.isObject()
        ? new SigningKey(
            id, KeyAlgorithm.of(tree.path(ALGORITHM).asText()), bytes(tree.path(SECRET)))
        : new SigningKey(id, bytes(tree));
  }

  /** A bare text is what was written before there were states. */
  static VerifyingKey verifying(String id, JsonNode tree, KeyState otherwise)
      throws ProtocolException {
    requireId(id);
    if (!tree.isObject()) {
      return new VerifyingKey(id, KeyAlgorithm.HMAC_SHA256, otherwise, bytes(tree));
    }
    KeyAlgorithm algorithm = KeyAlgorithm.of(tree.path(ALGORITHM).asText());
    KeyState state = KeyState.of(tree.path(STATE).asText());
    try {
      return new VerifyingKey(id, algorithm, state, bytes(tree.path(algorithm.field())));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("signing key " + id + ": " + e.getMessage());
    }
  }

  static byte[] bytes(JsonNode value) throws ProtocolException {
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

  private static void requireId(String id) throws ProtocolException {
    if (!Names.isId(id)) {
      throw new ProtocolException("the id of a signing key is not an id");
    }
  }
}
