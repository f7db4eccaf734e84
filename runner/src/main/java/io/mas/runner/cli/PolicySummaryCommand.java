package io.mas.runner.cli;

import io.mas.gateway.policy.Policy;
import io.mas.gateway.policy.PolicyRule;
import io.mas.runner.config.AgentSettings;
import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.PolicySource;
import io.mas.runner.yaml.Nearest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mas-runner policy summary}. */
@Command(
    name = "summary",
    description = "How many rules of each kind there are, and whom each agent may reach.")
final class PolicySummaryCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--agent", paramLabel = "AGENT", description = "only what is about this agent")
  private @Nullable String agent;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Configuration configuration = new Run(options, spec.commandLine()).load();
    PolicySource source = new PolicyWork(spec.commandLine()).policy(configuration);
    TreeSet<String> known = new TreeSet<>();
    configuration.agents().agents().stream().map(AgentSettings::id).forEach(known::add);
    source.policy().rules().forEach(rule -> known.addAll(rule.mentions()));
    PrintWriter out = spec.commandLine().getOut();
    if (agent == null) {
      out.println(rules(source.policy()));
    } else if (!known.contains(agent)) {
      throw new NotFoundException(
          "neither an agent nor a rule is named '%s'%s"
              .formatted(agent, Nearest.hint(agent, known)));
    }
    Columns table = new Columns().row("AGENT", "MAY SEND TO", "MAY RECEIVE FROM");
    for (String one : agent == null ? known : List.of(agent)) {
      table.row(one, reached(source.policy(), one, known), reaching(source.policy(), one, known));
    }
    table.lines().forEach(out::println);
    return Exit.SUCCESS;
  }

  private static String rules(Policy policy) {
    Map<String, Integer> kinds = new TreeMap<>();
    int shadows = 0;
    for (PolicyRule rule : policy.rules()) {
      kinds.merge(rule.kind(), 1, Integer::sum);
      shadows += rule.terms().shadow() ? 1 : 0;
    }
    return "%d rules %s%s"
        .formatted(
            policy.rules().size(), kinds, shadows == 0 ? "" : ", " + shadows + " in shadow mode");
  }

  private static String reached(Policy policy, String from, Set<String> known) {
    return list(known.stream().filter(to -> policy.mayReach(from, to)).toList());
  }

  private static String reaching(Policy policy, String to, Set<String> known) {
    return list(known.stream().filter(from -> policy.mayReach(from, to)).toList());
  }

  private static String list(List<String> names) {
    return names.isEmpty() ? "-" : String.join(" ", names);
  }
}
