package io.mas.runner.cli;

import io.mas.runner.yaml.Nearest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person probably meant by a command or an option that there is not. */
final class Suggestion {
  private Suggestion() {}

  /** As the end of a message; nothing when nothing is near. */
  static String of(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String wrong = unmatched.getUnmatched().get(0).split("=", 2)[0];
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    List<String> known = new ArrayList<>();
    if (wrong.startsWith("-")) {
      command.options().forEach(option -> known.add(option.longestName()));
    } else {
      known.addAll(command.subcommands().keySet());
    }
    return Nearest.hint(wrong, known);
  }
}
