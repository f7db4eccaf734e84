package io.mas.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provisioned agent in the registry: what its signatures are verified with, what it is granted,
 * and whether it is revoked. Only an admin writes it. Immutable.
 *
 * @param keys its signing keys by their ids, in the order in which they were made
 * @param delivery the secret under which deliveries to it are sealed
 * @param revokedAt when it was revoked, in milliseconds since 1970, or 0: nothing that it has sent
 *     passes any more, and nothing is brought to it
 * @param capabilities what its instances may claim to be able to do; null for anything
 */
@SuppressWarnings("ArrayRecordComponent") // a raw secret, never compared as a whole
public record AgentEntry(
    Map<String, VerifyingKey> keys,
    byte[] delivery,
    long revokedAt,
    @Nullable List<String> capabilities) {
  static final String FIRST_KEY = "k1";
  private static final String REVOKED = "revoked";
  private static final String CAPABILITIES = "capabilities";

  /** Copies the collections. */
  public AgentEntry {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    capabilities = capabilities == null ? null : List.copyOf(capabilities);
  }

  /** Of an agent to which others can send, and which has no key yet to send itself. */
  public static AgentEntry introduced() {
    return new AgentEntry(Map.of(), SecretKeys.random(SecretKeys.KEY_BYTES), 0, null);
  }

  /** Of an agent that holds these keys. */
  public static AgentEntry of(AgentKeys held) {
    VerifyingKey key = held.signer().verifier(KeyState.ACTIVE);
    return new AgentEntry(Map.of(key.id(), key), held.delivery(), 0, null);
  }

  /** With a key added, or in place of that of the same id. */
  public AgentEntry with(VerifyingKey key) {
    Map<String, VerifyingKey> changed = new LinkedHashMap<>(keys);
    changed.put(key.id(), key);
    return new AgentEntry(changed, delivery, revokedAt, capabilities);
  }

  /** Without a key. */
  public AgentEntry without(String keyId) {
    Map<String, VerifyingKey> changed = new LinkedHashMap<>(keys);
    changed.remove(keyId);
    return new AgentEntry(changed, delivery, revokedAt, capabilities);
  }

  /** Whether it was revoked. */
  public boolean isRevoked() {
    return revokedAt != 0;
  }

  /** The same, revoked at a time, or before that as it was. */
  public AgentEntry asRevoked(long at) {
    return isRevoked() ? this : new AgentEntry(keys, delivery, at, capabilities);
  }

  /** The same, not revoked. */
  public AgentEntry asInForce() {
    return isRevoked() ? new AgentEntry(keys, delivery, 0, capabilities) : this;
  }

  /** With other capabilities granted. */
  public AgentEntry granted(@Nullable List<String> others) {
    return new AgentEntry(keys, delivery, revokedAt, others);
  }

  /** The newest key that signs, or null if none does. */
  public @Nullable VerifyingKey active() {
    @Nullable VerifyingKey newest = null;
    for (VerifyingKey key : keys.values()) {
      newest = key.state() == KeyState.ACTIVE ? key : newest;
    }
    return newest;
  }

  /** An id above those of all its keys. */
  public String nextKeyId() {
    int highest = 0;
    for (String id : keys.keySet()) {
      if (id.matches("k[1-9]\\d{0,8}")) {
        highest = Math.max(highest, Integer.parseInt(id.substring(1)));
      }
    }
    return "k" + (highest + 1);
  }

  /** Of what an instance claims to be able to do, what the agent is granted. */
  public List<String> narrowed(List<String> claimed) {
    List<String> granted = capabilities;
    return granted == null ? claimed : claimed.stream().filter(granted::contains).toList();
  }

  /** As a JSON tree. */
  public ObjectNode toJson() {
    ObjectNode tree = Json.mapper().createObjectNode();
    ObjectNode signing = tree.putObject("signing");
    keys.forEach((id, key) -> signing.set(id, KeyJson.of(key)));
    tree.put("delivery", delivery);
    if (isRevoked()) {
      tree.put(REVOKED, revokedAt);
    }
    if (capabilities != null) {
      ArrayNode granted = tree.putArray(CAPABILITIES);
      capabilities.forEach(granted::add);
    }
    return tree;
  }

  /**
   * Of a JSON tree. Keys as they were written before they had states: the last one signs, those
   * before it verify.
   *
   * @throws ProtocolException if it is no such entry
   */
  public static AgentEntry fromJson(JsonNode tree) throws ProtocolException {
    Map<String, VerifyingKey> keys = new LinkedHashMap<>();
    int left = tree.path("signing").size();
    for (Map.Entry<String, JsonNode> key : tree.path("signing").properties()) {
      KeyState before = --left == 0 ? KeyState.ACTIVE : KeyState.VERIFY_ONLY;
      keys.put(key.getKey(), KeyJson.verifying(key.getKey(), key.getValue(), before));
    }
    if (!tree.path("signing").isObject()) {
      throw new ProtocolException("there are no signing keys");
    }
    return new AgentEntry(
        keys, KeyJson.bytes(tree.path("delivery")), revokedAt(tree), capabilitiesOf(tree));
  }

  private static long revokedAt(JsonNode tree) throws ProtocolException {
    JsonNode at = tree.path(REVOKED);
    if (!at.isMissingNode() && (!at.isIntegralNumber() || at.asLong() < 1)) {
      throw new ProtocolException("the time of a revocation is none");
    }
    return at.asLong();
  }

  private static @Nullable List<String> capabilitiesOf(JsonNode tree) throws ProtocolException {
    JsonNode granted = tree.path(CAPABILITIES);
    if (granted.isMissingNode()) {
      return null;
    }
    List<String> capabilities = new ArrayList<>();
    for (JsonNode capability : granted) {
      if (!capability.isTextual()) {
        throw new ProtocolException("a capability is not a text");
      }
      capabilities.add(capability.textValue());
    }
    if (!granted.isArray()) {
      throw new ProtocolException("the capabilities are not a list");
    }
    return capabilities;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AgentEntry" + keys.values() + (isRevoked() ? " revoked" : "");
  }
}
