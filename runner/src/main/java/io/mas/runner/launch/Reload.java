package io.mas.runner.launch;

import io.mas.MasException;
import io.mas.gateway.Gateway;
import io.mas.gateway.policy.PolicyException;
import io.mas.gateway.policy.PolicyProblem;
import io.mas.runner.yaml.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
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
final class Reload implements BooleanSupplier {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);

  private final Supplier<Configuration> files;
  private final Admission admission;
  private final @Nullable Gateway gateway;
  private Configuration inForce;

  /** What could not be done, and was said; empty if nothing is left to do. */
  private String putOff = "";

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

  /** Whether that is done: taken, or refused for what it says; else it is to be tried again. */
  @Override
  public boolean getAsBoolean() {
    try {
      Configuration changed = files.get();
      PolicySource policy = PolicySource.of(changed);
      List<PolicyProblem> failures = policy.failures();
      if (!failures.isEmpty()) {
        failures.forEach(failure -> log.error("{}", failure));
        log.error("the change is not taken, since its own tests contradict it");
        return true;
      }
      take(changed, policy);
    } catch (ConfigException | PolicyException e) {
      log.error("the change is not taken:\n{}", e.getMessage());
    } catch (MasException e) {
      putOff(String.valueOf(e.getMessage()));
      return false;
    } catch (RuntimeException e) {
      log.error("the change could not be put in force, what was before stays", e);
    }
    putOff = "";
    return true;
  }

  /** Said once, not with each try. */
  private void putOff(String why) {
    if (!why.equals(putOff)) {
      putOff = why;
      log.warn(
          "the change cannot be put in force yet; what was before stays until it can: {}", why);
    }
  }

  private void take(Configuration changed, PolicySource policy) {
    changed.warnings().forEach(warning -> log.warn("{}", warning));
    policy.warnings().forEach(warning -> log.warn("{}", warning));
    if (gateway == null) {
      admission.publish(policy);
    } else {
      gateway.apply(
          GatewayRulesOf.config(changed.gateway()).withTargets(changed.targets()),
          Map.of(policy.name(), policy.rules()),
          () -> admission.publish(policy));
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
