package io.mas.runner.cli;

import io.mas.AgentCredentials;
import io.mas.MasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that a command reads or writes an agent's credentials from or to. */
final class CredentialsFile {
  private CredentialsFile() {}

  /** What it holds, or null if it is not there. */
  static @Nullable AgentCredentials read(Path file, String agent) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      AgentCredentials held = AgentCredentials.read(file);
      if (!held.agentId().equals(agent)) {
        throw new MasException(
            "%s holds the credentials of %s, not of %s".formatted(file, held.agentId(), agent));
      }
      return held;
    } catch (IOException e) {
      throw new MasException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What was made stands at Redis by now; without the file nobody can use it. */
  static void write(AgentCredentials made, Path file) {
    try {
      made.write(file);
    } catch (IOException e) {
      throw new MasException(
          "agent %s is provisioned, but its credentials cannot be written: %s; `agent rotate %s`"
                  .formatted(made.agentId(), e, made.agentId())
              + " makes new ones, --credentials names another file",
          e);
    }
  }
}
