package io.mas.runner.cli;

import io.mas.Decision;
import io.mas.gateway.letters.Letter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class LetterFilter {
  @Option(
      names = "--agent",
      paramLabel = "AGENT",
      description = "only those that it has sent, was to get, or could not handle")
  @Nullable String agent;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "only those with this reason, such as HANDLER_FAILED or AUTHZ_DENIED")
  @Nullable Decision reason;

  boolean isSet() {
    return agent != null || reason != null;
  }

  boolean matches(Letter letter) {
    return (agent == null || letter.concerns(agent))
        && (reason == null || letter.decision().equals(reason.name()));
  }
}
