package io.mas.runner.cli;

import io.mas.gateway.Controls;
import io.mas.gateway.Provisioning;
import io.mas.gateway.control.Restriction;
import io.mas.protocol.ShownText;
import io.mas.runner.redis.RedisInUse;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What the commands that put an agent under restraint have in common. */
final class Restraining {
  @Mixin private CommonOptions options = new CommonOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "why; operators alone see it")
  private String reason = "";

  @Option(names = "--release", description = "undoes it")
  private boolean release;

  /** What is done to an agent; whether it was. */
  interface Action {
    boolean on(Controls controls, String agent, String reason);
  }

  /**
   * Does it, or undoes it; the exit status.
   *
   * @param kind what it puts an agent under
   * @param not what to say where it could not be done to an agent that is there
   */
  int put(CommandLine command, Restriction.Kind kind, Action action, String not) {
    PrintWriter out = command.getOut();
    AgentWork work = new AgentWork(options, command);
    work.check(agent);
    if (reason.length() > Restriction.MAX_REASON || !ShownText.isShown(reason)) {
      throw new ParameterException(
          command,
          "--reason takes up to "
              + Restriction.MAX_REASON
              + " characters, and none that is not shown as itself");
    }
    try (RedisInUse redis = AdminRedis.open(options);
        Provisioning provisioning = Provisioning.at(redis.url().value(), work.redisUsers());
        Controls controls = Controls.at(redis.url().value(), work.redisUsers())) {
      AgentWork.existing(provisioning, agent);
      if (release) {
        return release(controls, kind, out);
      }
      if (!action.on(controls, agent, reason)) {
        throw new NotFoundException(agent + " " + not);
      }
      out.printf("%s %s%n", agent, is(kind));
      return Exit.SUCCESS;
    }
  }

  private int release(Controls controls, Restriction.Kind kind, PrintWriter out) {
    boolean was = controls.release(agent, kind);
    Restriction other = was ? null : controls.restriction(agent).orElse(null);
    if (other != null) {
      throw new NotFoundException(
          "%s %s, and stays so; `%s %s --release` undoes that"
              .formatted(agent, is(other.kind()), command(other.kind()), agent));
    }
    out.printf("%s %s%n", agent, was ? "is released" : "was not under restraint");
    return Exit.SUCCESS;
  }

  private static String is(Restriction.Kind kind) {
    return kind == Restriction.Kind.KILLED ? "is killed" : "is in quarantine";
  }

  private static String command(Restriction.Kind kind) {
    return kind == Restriction.Kind.KILLED ? "kill" : "quarantine";
  }
}
