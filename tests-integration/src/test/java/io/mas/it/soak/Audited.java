package io.mas.it.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Wire;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the audit log says: one record for each sending.
 *
 * @param allowed how many were allowed, by type
 * @param refused how many were not, by decision and type
 */
record Audited(Map<String, Long> allowed, Map<String, Long> refused) {
  private static final int PAGE = 2_000;
  private static final String ALLOWED = "ALLOWED";

  static Audited of(Wire wire) throws ProtocolException {
    Audited audited = new Audited(new TreeMap<>(), new TreeMap<>());
    for (int shard = 0; shard < Wire.KEYS.shards(); shard++) {
      Range<String> rest = Range.unbounded();
      List<StreamMessage<String, byte[]>> page;
      do {
        page = wire.redis().xrange(Keys.audit(shard), rest, Limit.from(PAGE));
        for (StreamMessage<String, byte[]> entry : page) {
          audited.add(Json.read(entry.getBody().get("r")));
          rest = Range.from(Range.Boundary.excluding(entry.getId()), Range.Boundary.unbounded());
        }
      } while (!page.isEmpty());
    }
    return audited;
  }

  private void add(JsonNode record) {
    String type = record.path("type").asText();
    String decision = record.path("decision").asText();
    if (decision.equals(ALLOWED)) {
      allowed.merge(type, 1L, Long::sum);
    } else {
      refused.merge(decision + " " + type, 1L, Long::sum);
    }
  }

  /** Both together. */
  Audited plus(Audited other) {
    Audited both = new Audited(new TreeMap<>(allowed), new TreeMap<>(refused));
    other.allowed.forEach((type, count) -> both.allowed.merge(type, count, Long::sum));
    other.refused.forEach((what, count) -> both.refused.merge(what, count, Long::sum));
    return both;
  }

  long allowed(String type) {
    return allowed.getOrDefault(type, 0L);
  }
}
