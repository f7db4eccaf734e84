package io.mas.runner.cli;

import io.mas.gateway.letters.DeadLetterBox;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The dead letters that a command deals with: some by their ids, or all that match. */
final class LetterChoice {
  @Parameters(
      paramLabel = "ID",
      converter = LetterIdConverter.class,
      description = "as `dlq list` shows it")
  private List<LetterId> ids = new ArrayList<>();

  @Option(names = "--all", description = "all, or all that --agent and --reason leave")
  boolean all;

  @Mixin private LetterFilter filter = new LetterFilter();

  /** Whether they were named in a way that makes sense. */
  void check(CommandLine command) {
    if (all == !ids.isEmpty()) {
      throw new ParameterException(command, "name the ids of dead letters, or --all");
    }
    if (filter.isSet() && !all) {
      throw new ParameterException(command, "--agent and --reason go with --all");
    }
  }

  /** Deals with each, the oldest first; an id that there is none of goes to {@code unknown}. */
  void each(DeadLetterBox box, Consumer<Letter> action, Consumer<LetterId> unknown) {
    if (all) {
      Iterator<Letter> letters = box.oldestFirst();
      while (letters.hasNext()) {
        Letter letter = letters.next();
        if (filter.matches(letter)) {
          action.accept(letter);
        }
      }
      return;
    }
    for (LetterId id : new LinkedHashSet<>(ids)) {
      Optional<Letter> letter = box.find(id);
      letter.ifPresentOrElse(action, () -> unknown.accept(id));
    }
  }
}
