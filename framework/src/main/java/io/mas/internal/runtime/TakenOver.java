package io.mas.internal.runtime;

import io.mas.internal.redis.Entry;

/**
 * An entry with what is known of the attempts at it.
 *
 * @param entry the entry
 * @param tries the attempts
 */
record TakenOver(Entry entry, Tries tries) {}
