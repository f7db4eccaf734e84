package io.mas.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a function call, in order. Not thread-safe. */
public final class Arguments {
  private final List<byte[]> values = new ArrayList<>();
  private int bytes;

  /** Adds bytes. */
  public Arguments add(byte[] value) {
    values.add(value);
    bytes += value.length;
    return this;
  }

  /** Adds a text. */
  public Arguments add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a number. */
  public Arguments add(long value) {
    return add(Long.toString(value));
  }

  /** Adds all of another's. */
  public Arguments addAll(Arguments others) {
    values.addAll(others.values);
    bytes += others.bytes;
    return this;
  }

  /** Sum of the lengths, in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The values, in order. */
  public byte[][] toArray() {
    return values.toArray(byte[][]::new);
  }
}
