package io.mas.it.soak;

import io.mas.it.soak.Chain.Step;

/**
 * How many chains there are: key and number of each, and what they come to.
 *
 * @param chains how many
 */
record Load(long chains) {
  /** So many that there are at least so many messages. */
  static Load ofMessages(long messages) {
    return new Load((messages + Chain.MESSAGES - 1) / Chain.MESSAGES);
  }

  /** One of them, from 0; the keys take turns. */
  Step step(long at) {
    return new Step((int) (at % Chain.KEYS), at / Chain.KEYS + 1);
  }

  /** The last number of a key. */
  long last(int key) {
    return (chains - key + Chain.KEYS - 1) / Chain.KEYS;
  }

  /** What they are worth together. */
  long sum() {
    long sum = 0;
    for (long at = 0; at < chains; at++) {
      sum += step(at).price();
    }
    return sum;
  }

  /** How many have a message that leaves later. */
  long lateCount() {
    long count = 0;
    for (int key = 0; key < Chain.KEYS; key++) {
      count += last(key) / Chain.LATE;
    }
    return count;
  }

  /** What those are worth together. */
  long lateSum() {
    long sum = 0;
    for (long at = 0; at < chains; at++) {
      Step step = step(at);
      sum += step.number() % Chain.LATE == 0 ? step.price() : 0;
    }
    return sum;
  }

  /** All messages, those that are asked again left out. */
  long messages() {
    return chains * Chain.MESSAGES + lateCount();
  }
}
