package io.mas.it.schedule;

import java.util.List;
import java.util.function.Consumer;

/**
 * An item of a call.
 *
 * @param arguments as the function takes it
 * @param epoch when it began, if it may be done only where all turns in order before it were; else
 *     {@link #ANY}
 * @param outcome what follows from the letter that answers it
 */
record Effect(List<String> arguments, int epoch, Consumer<String> outcome) {
  static final int ANY = -1;
}
