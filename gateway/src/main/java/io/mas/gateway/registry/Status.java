package io.mas.gateway.registry;

import io.mas.internal.redis.Wish;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What discovery says of an agent. */
enum Status {
  /** An instance of it lives. */
  ACTIVE,
  /** None lives. */
  INACTIVE,
  /** An operator has paused it. */
  PAUSED,
  /** An operator has drained it. */
  DRAINED,
  /** An operator has killed it. */
  KILLED;

  static Status of(Wish wish, boolean lives) {
    return switch (wish.kind()) {
      case PAUSE -> PAUSED;
      case DRAIN -> DRAINED;
      case KILL -> KILLED;
      case RUN -> lives ? ACTIVE : INACTIVE;
    };
  }

  /** As it was written before; one that was never written, or is not understood, was inactive. */
  static Status kept(byte @Nullable [] text) {
    String name = text == null ? "" : new String(text, StandardCharsets.UTF_8);
    for (Status status : values()) {
      if (status.name().equals(name)) {
        return status;
      }
    }
    return INACTIVE;
  }

  /** The news that it is, if an operator has made it so. */
  @Nullable String eventAfter(Status before) {
    if (this == before) {
      return null;
    }
    return switch (this) {
      case PAUSED -> "PAUSE";
      case DRAINED -> "DRAIN";
      case KILLED -> "KILL";
      case ACTIVE, INACTIVE -> before == ACTIVE || before == INACTIVE ? null : "RESUME";
    };
  }
}
