package io.mas.runner.yaml;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Its message is for a person, one line for each problem; the
 * process that meets it prints that, without a stack trace, and ends with status 2.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** For what has no place in a file, such as a file that was not found. */
  public ConfigException(String message) {
    super(message);
    this.problems = List.of();
  }

  /** For a single problem in a file. */
  public ConfigException(Position position, String message) {
    this(List.of(new Problem(position, message)), 0);
  }

  /**
   * For a single problem that another tool has explained in lines of its own, as the compiler does.
   *
   * @param explanation shown below the message as it is, but for what would steer a terminal
   */
  public ConfigException(Position position, String message, String explanation) {
    super(
        new Problem(position, message)
            + "\n"
            + explanation.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?"));
    this.problems = List.of(new Problem(position, message));
  }

  /**
   * For all that is wrong with a file.
   *
   * @param unlisted how many more there are than {@code problems} tells
   */
  ConfigException(List<Problem> problems, int unlisted) {
    super(
        problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))
            + (unlisted == 0 ? "" : "\nand " + unlisted + " more"));
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order of the file; empty where there is no place to name. */
  public List<Problem> problems() {
    return problems;
  }
}
