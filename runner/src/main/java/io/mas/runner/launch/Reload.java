package io.mas.runner.launch;

import io.mas.gateway.Gateway;
import io.mas.gateway.policy.PolicyProblem;
import io.mas.runner.yaml.ConfigException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts in force what has changed in agents.yaml and gateway.yaml while they are in use:
 * permissions, and what the gateway decides by. A change that has an error, or that the tests of
 * the policy contradict, is not taken, as a whole; what was in force stays. Agents, classes and
 * Redis are as they were when this process started.
 */
final class Reload implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);

  private final Supplier<Configuration> files;
  private final Admission admission;
  private final @Nullable Gateway gateway;
  private Configuration inForce;

  /**
   * @param files reads them
   * @param gateway the one in this process, or null
   * @param inForce what this process was started with
   */
  Reload(
      Supplier<Configuration> files,
      Admission admission,
      @Nullable Gateway gateway,
      Configuration inForce) {
    this.files = files;
    this.admission = admission;
    this.gateway = gateway;
    this.inForce = inForce;
  }

  @Override
  public void run() {
    try {
      Configuration changed = files.get();
      PolicySource policy = PolicySource.of(changed);
      List<PolicyProblem> failures = policy.failures();
      if (!failures.isEmpty()) {
        failures.forEach(failure -> log.error("{}", failure));
        log.error("the change is not taken, since its own tests contradict it");
        return;
      }
      take(changed, policy);
    } catch (ConfigException e) {
      log.error("the change is not taken:\n{}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("the change could not be put in force, what was before stays", e);
    }
  }

  private void take(Configuration changed, PolicySource policy) {
    changed.warnings().forEach(warning -> log.warn("{}", warning));
    policy.warnings().forEach(warning -> log.warn("{}", warning));
    admission.publish(policy);
    if (gateway != null) {
      gateway.apply(GatewayRulesOf.config(changed.gateway()).withTargets(changed.targets()));
    }
    if (!changed.agents().agents().equals(inForce.agents().agents())) {
      log.info(
          "agents are started and stopped as {} says at the next start of this runner",
          changed.agents().file().getFileName());
    }
    inForce = changed;
    log.info("the change of the configuration is in force");
  }
}
