package io.mas.model;

import java.util.List;

/** One part of a call of an instance's writer: a plain send, or a turn with all its effects. */
sealed interface Item {

  List<Message> messages();

  record Send(Message message) implements Item {
    @Override
    public List<Message> messages() {
      return List.of(message);
    }
  }

  /**
   * A handled entry: {@code count} is the new state, computed from what was read at {@code rev}.
   */
  record Turn(long entryId, Message handled, long rev, long count, List<Message> messages)
      implements Item {

    /** The revision of a turn that has neither read nor written state. */
    static final long STATELESS = -1;

    boolean isStateful() {
      return rev != STATELESS;
    }
  }

  /** What became of an item. */
  enum Result {
    DONE,
    TAKEN_OVER,
    CONFLICT
  }
}
