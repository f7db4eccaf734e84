package io.mas.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mas.gateway.ProvisionedAgent;
import io.mas.gateway.control.Restriction;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mas-runner agent show}. */
@Command(name = "show", description = "What is known of a provisioned agent; never a secret.")
final class AgentShowCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "AGENT", description = "the agent")
  private String agent = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    AgentWork work = new AgentWork(options, spec.commandLine());
    work.check(agent);
    return work.with(
        provisioning -> {
          ProvisionedAgent found = AgentWork.existing(provisioning, agent);
          Optional<Restriction> restriction = provisioning.restriction(agent);
          if (output.isJson()) {
            ObjectNode tree = AgentWork.json(found);
            restriction.ifPresent(r -> restriction(tree.putObject("restriction"), r));
            tree.put("waiting", provisioning.waiting(agent));
            OutputOptions.line(out, tree);
            return Exit.SUCCESS;
          }
          Columns table = new Columns();
          table.row("agent", found.id());
          table.row("state", AgentWork.state(found));
          found.revokedAt().ifPresent(at -> table.row("revoked at", at.toString()));
          restriction.ifPresent(
              r -> {
                table.row("restriction", r.kind().name() + " since " + r.since());
                if (!r.reason().isEmpty()) {
                  table.row("reason", Printable.of(r.reason()));
                }
              });
          found
              .keys()
              .forEach(key -> table.row("key " + key.id(), key.state() + ", " + key.algorithm()));
          found
              .capabilities()
              .ifPresent(granted -> table.row("capabilities", String.join(" ", granted)));
          table.row("entries waiting", Long.toString(provisioning.waiting(agent)));
          table.lines().forEach(out::println);
          return Exit.SUCCESS;
        });
  }

  private static void restriction(ObjectNode tree, Restriction restriction) {
    tree.put("kind", restriction.kind().name());
    tree.put("since", restriction.since().toString());
    if (!restriction.reason().isEmpty()) {
      tree.put("reason", restriction.reason());
    }
  }
}
