package io.mas.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the directory keeps of an agent.
 *
 * @param keys its keys
 * @param revokedAt when it was revoked, in milliseconds since 1970, or 0: nothing that it has sent
 *     passes any more, and nothing is brought to it
 */
public record AgentEntry(AgentKeys keys, long revokedAt) {
  private static final String REVOKED = "revoked";

  /** Whether it was revoked. */
  public boolean isRevoked() {
    return revokedAt != 0;
  }

  /** As a JSON tree. */
  public ObjectNode toJson() {
    ObjectNode tree = keys.toJson();
    if (isRevoked()) {
      tree.put(REVOKED, revokedAt);
    }
    return tree;
  }

  /**
   * Of a JSON tree.
   *
   * @throws ProtocolException if it is none
   */
  public static AgentEntry fromJson(JsonNode tree) throws ProtocolException {
    JsonNode revoked = tree.path(REVOKED);
    if (!revoked.isMissingNode() && (!revoked.isIntegralNumber() || revoked.asLong() < 1)) {
      throw new ProtocolException("the time of a revocation is none");
    }
    return new AgentEntry(AgentKeys.fromJson(tree), revoked.asLong());
  }
}
