package io.mas.it.schedule;

import java.util.List;
import java.util.function.Consumer;

/**
 * An item of a call.
 *
 * @param name for the trace
 * @param arguments as the function takes it
 * @param outcome what follows from the letter that answers it
 */
record Effect(String name, List<String> arguments, Consumer<String> outcome) {}
