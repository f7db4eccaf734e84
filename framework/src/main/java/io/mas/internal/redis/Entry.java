package io.mas.internal.redis;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a stream.
 *
 * @param stream the key
 * @param id its id, {@code ms-seq}
 * @param fields its fields; empty for one that was deleted while it was held
 */
public record Entry(String stream, String id, Map<String, byte[]> fields) {
  private static final byte[] NOTHING = new byte[0];

  /** A field, or null where there is none. */
  public byte @Nullable [] get(String field) {
    return fields.get(field);
  }

  /** A field, or no bytes where there is none. */
  public byte[] bytes(String field) {
    byte[] value = fields.get(field);
    return value == null ? NOTHING : value;
  }

  /** Sum of the fields' lengths, in bytes. */
  public int size() {
    int size = 0;
    for (byte[] value : fields.values()) {
      size += value.length;
    }
    return size;
  }
}
