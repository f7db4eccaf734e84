package io.mas.runner;

import io.mas.runner.cli.RunnerCommand;

/** The entry point of {@code mas-runner.jar}. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name and ends with its status. */
  public static void main(String[] arguments) {
    // flight recorder events of the Redis client, which nobody asked for; they cost start time
    System.setProperty("io.lettuce.core.jfr", "false");
    System.setProperty("io.netty.jfr.enabled", "false");
    System.exit(RunnerCommand.commandLine().execute(arguments));
  }
}
