package io.mas.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Something that can happen next, atomically. */
record Step(Supplier<String> name, Kind kind, Optional<Fault> fault, int weight, Runnable action) {

  enum Kind {
    /** A process goes on; everything must come to rest by such steps alone. */
    PROGRESS,
    /** Users and time: new messages, changed policy. */
    INPUT,
    FAULT
  }

  static Step progress(Supplier<String> name, Runnable action) {
    return new Step(name, Kind.PROGRESS, Optional.empty(), 1, action);
  }

  static Step input(int weight, Supplier<String> name, Runnable action) {
    return new Step(name, Kind.INPUT, Optional.empty(), weight, action);
  }

  static Step fault(Fault fault, Supplier<String> name, Runnable action) {
    return new Step(name, Kind.FAULT, Optional.of(fault), 1, action);
  }

  /** The fates of a call on the network: answered, answer lost, or held back and given up. */
  static <T> void call(
      List<Step> steps,
      World world,
      Supplier<String> name,
      Supplier<T> script,
      Consumer<T> answer) {
    steps.add(progress(name, () -> run(script, answer)));
    steps.add(
        fault(
            Fault.NETWORK,
            () -> name.get() + ", and the answer is lost",
            () -> run(script, lost -> {})));
    steps.add(
        fault(
            Fault.NETWORK,
            () -> name.get() + ", which is delayed",
            () ->
                world.late.add(
                    input(2, () -> "late copy: " + name.get(), () -> run(script, lost -> {})))));
  }

  private static <T> void run(Supplier<T> script, Consumer<T> answer) {
    T result;
    try {
      result = script.get();
    } catch (ScriptAborted e) {
      return; // an error is no answer: the caller tries again, as after a time-out
    }
    answer.accept(result);
  }

  /** A script stopped by a failing write; what it wrote before stays written, as in Redis. */
  static final class ScriptAborted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptAborted() {
      super("write failed", null, false, false);
    }
  }
}
