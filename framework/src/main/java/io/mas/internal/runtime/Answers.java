package io.mas.internal.runtime;

import io.mas.Message;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The replies that the handler of one message has got to its requests. They serve it again where
 * its turn runs again only because another was faster, so that it need not wait anew, perhaps to be
 * overtaken once more. Thread-safe.
 */
final class Answers {
  private record Answer(Outgoing request, Message reply) {}

  private final Map<UUID, Answer> known = new HashMap<>();

  /** The reply to a request that is the same as one before, or null. */
  synchronized @Nullable Message to(Outgoing request) {
    Answer answer = known.get(request.envelope().id());
    return answer != null && isSame(answer.request(), request) ? answer.reply() : null;
  }

  private static boolean isSame(Outgoing one, Outgoing other) {
    return one.envelope().target().equals(other.envelope().target())
        && one.envelope().type().equals(other.envelope().type())
        && Arrays.equals(one.payload(), other.payload());
  }

  /** Keeps a reply. */
  synchronized void keep(Outgoing request, Message reply) {
    known.put(request.envelope().id(), new Answer(request, reply));
  }

  /** Forgets all: the handler has failed, perhaps because of a reply, and asks anew. */
  synchronized void forget() {
    known.clear();
  }
}
