package io.mas.runner.launch;

import io.mas.AgentCredentials;
import io.mas.MasException;
import io.mas.RedisFailureException;
import io.mas.gateway.Provisioning;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether Redis still has our functions and what this process has provisioned,
 * and lets its agents in, and brings back what it has lost: agents have no right to do so
 * themselves, and would stay deaf.
 */
final class Readmission implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Readmission.class);
  private static final long PERIOD_MILLIS = 1_000;
  private static final long STOP_MILLIS = 5_000;

  private final Provisioning provisioning;
  private final List<AgentCredentials> agents;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mas-readmission");
            thread.setDaemon(true);
            return thread;
          });
  private String told = "";

  Readmission(Provisioning provisioning, Collection<AgentCredentials> agents) {
    this.provisioning = provisioning;
    this.agents = List.copyOf(agents);
    timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      restore();
      told = "";
    } catch (RedisFailureException e) {
      log.debug("Redis cannot be looked at: {}", e.getMessage()); // the parts that use it say so
    } catch (MasException e) {
      tell(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("what Redis has lost could not be brought back", e);
    }
  }

  private void restore() {
    if (provisioning.restoreFunctions()) {
      log.warn("Redis had lost the functions of mas; they are loaded again");
    }
    boolean lost = provisioning.restoreData();
    if (lost) {
      log.error(
          "Redis had lost the data of mas, as by FLUSHALL or a new server in its place: permissions,"
              + " agents and layout are restored; messages and states of before are gone");
    }
    List<AgentCredentials> locked =
        agents.stream().filter(agent -> lost || !provisioning.isAdmitted(agent)).toList();
    List<String> foreign =
        locked.stream()
            .filter(agent -> !provisioning.renew(agent))
            .map(AgentCredentials::agentId)
            .toList();
    if (!foreign.isEmpty()) {
      throw new MasException(
          "the agents "
              + foreign
              + " were revoked or removed, or have other keys now; what runs of them can do"
              + " nothing more");
    }
    if (!locked.isEmpty() && !lost) {
      log.warn(
          "Redis did not let {} agents in, as when it restarts without an ACL file or an operator has"
              + " released a killed one; they are admitted again",
          locked.size());
    }
  }

  /** Once, not every second. */
  private void tell(String problem) {
    if (!problem.equals(told)) {
      told = problem;
      log.error("{}", problem);
    }
  }

  /** Lets a look under way end. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
