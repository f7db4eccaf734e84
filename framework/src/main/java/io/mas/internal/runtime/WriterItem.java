package io.mas.internal.runtime;

import java.util.concurrent.CompletableFuture;

/**
 * An effect that waits for its outcome.
 *
 * @param effect the effect
 * @param epoch the writer's when its turn began, or {@link Writer#ANY_EPOCH}
 * @param outcome what becomes of it
 */
record WriterItem(Effect effect, int epoch, CompletableFuture<Outcome> outcome) {}
