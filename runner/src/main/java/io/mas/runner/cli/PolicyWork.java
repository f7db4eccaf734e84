package io.mas.runner.cli;

import io.mas.gateway.policy.PolicyProblem;
import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.PolicySource;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** What the commands about the policy have in common. */
final class PolicyWork {
  private final CommandLine command;

  PolicyWork(CommandLine command) {
    this.command = command;
  }

  /** The policy of the files that the options name; what is odd about it is told. */
  PolicySource policy(CommonOptions options) {
    return policy(new Run(options, command).load());
  }

  /** The policy of a configuration; what is odd about it is told. */
  PolicySource policy(Configuration configuration) {
    PolicySource policy = PolicySource.of(configuration);
    policy.warnings().forEach(warning -> command.getErr().println("warning: " + warning));
    return policy;
  }

  /** Prints what the tests contradict; whether there is anything. */
  static boolean report(PrintWriter out, List<PolicyProblem> failures) {
    failures.forEach(out::println);
    return !failures.isEmpty();
  }
}
