package io.mas.gateway.identity;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one agent: its live instances, and a floor in place of all that are gone.
 * Immutable.
 *
 * @param floor the highest number of an instance that is gone or was refused; one at or below it
 *     that is not listed is refused
 * @param instances the live ones, by their ids
 */
public record SenderLedger(long floor, Map<String, InstanceEntry> instances) {

  /** Copies the map. */
  public SenderLedger {
    instances = Map.copyOf(instances);
  }

  /** Of an agent that nobody has heard of. */
  public static SenderLedger empty() {
    return new SenderLedger(0, Map.of());
  }

  /** The entry of a live instance, or null. */
  public @Nullable InstanceEntry find(String instance) {
    return instances.get(instance);
  }

  /** The highest number that was ever given. */
  public long highest() {
    long highest = floor;
    for (InstanceEntry entry : instances.values()) {
      highest = Math.max(highest, entry.number());
    }
    return highest;
  }

  /** With an instance added or changed. */
  public SenderLedger with(String instance, InstanceEntry entry) {
    Map<String, InstanceEntry> changed = new HashMap<>(instances);
    changed.put(instance, entry);
    return new SenderLedger(floor, changed);
  }

  /** With an instance's sequence raised. */
  public SenderLedger decided(String instance, long sequence) {
    InstanceEntry entry = instances.get(instance);
    return entry == null ? this : with(instance, entry.withSequence(sequence));
  }

  /** With an instance marked as lapsed. */
  public SenderLedger lapsed(String instance, long at) {
    InstanceEntry entry = instances.get(instance);
    return entry == null || entry.lapsedAt() != 0 ? this : with(instance, entry.lapsed(at));
  }

  /** Without an instance, the floor raised to its number. */
  public SenderLedger without(String instance) {
    InstanceEntry entry = instances.get(instance);
    if (entry == null) {
      return this;
    }
    Map<String, InstanceEntry> changed = new HashMap<>(instances);
    changed.remove(instance);
    return new SenderLedger(Math.max(floor, entry.number()), changed);
  }

  /** With a number used up that no instance bears. */
  public SenderLedger burnt(long number) {
    return new SenderLedger(Math.max(floor, number), instances);
  }

  /** Without the instances that have lapsed. */
  public SenderLedger withoutLapsed() {
    SenderLedger left = this;
    for (Map.Entry<String, InstanceEntry> instance : instances.entrySet()) {
      if (instance.getValue().lapsedAt() != 0) {
        left = left.without(instance.getKey());
      }
    }
    return left;
  }

  /** Whether any instance has lapsed. */
  public boolean hasLapsed() {
    return instances.values().stream().anyMatch(entry -> entry.lapsedAt() != 0);
  }

  /** Whether the token of any instance has expired before some time, and is not known as spent. */
  public boolean hasExpired(long time) {
    return instances.values().stream().anyMatch(entry -> entry.hasExpiredBefore(time));
  }

  /**
   * With the tokens spent that have expired before some time: nothing passes under them any more,
   * whenever it says that it has entered the outbox.
   */
  public SenderLedger spent(long time) {
    SenderLedger left = this;
    for (Map.Entry<String, InstanceEntry> instance : instances.entrySet()) {
      if (instance.getValue().hasExpiredBefore(time)) {
        left = left.with(instance.getKey(), instance.getValue().spent());
      }
    }
    return left;
  }
}
