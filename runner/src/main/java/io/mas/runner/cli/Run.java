package io.mas.runner.cli;

import io.mas.runner.config.AgentSettings;
import io.mas.runner.launch.Configuration;
import io.mas.runner.launch.Deployment;
import io.mas.runner.launch.Parts;
import io.mas.runner.launch.StartFailure;
import io.mas.runner.launch.WarmUp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs parts of a system until the time is over, an agent fails to start, or a signal comes. */
final class Run {
  private static final Logger log = LoggerFactory.getLogger(Run.class);

  private final CommonOptions options;
  private final CommandLine command;

  Run(CommonOptions options, CommandLine command) {
    this.options = options;
    this.command = command;
  }

  /** Service, gateway and agents, as far as agents.yaml does not say that they run elsewhere. */
  int allOf(RunOptions run) {
    Configuration configuration = loadToStart();
    Parts parts =
        new Parts(
            configuration.agents().startService(), configuration.agents().startGateway(), true);
    return run(configuration, parts, configuration.agents().agents(), run);
  }

  int run(Configuration configuration, Parts parts, List<AgentSettings> agents, RunOptions run) {
    Deployment deployment = new Deployment();
    // before the start, so that a signal in the midst of it stops in order too
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(deployment), "mas-shutdown"));
    try {
      deployment.start(configuration, parts, agents, options.redis);
      await(deployment, run);
      stop(deployment);
      return Exit.SUCCESS;
    } catch (RuntimeException e) {
      if (!deployment.isClosing()) {
        throw e;
      }
      log.debug("stopped by a signal while it started", e);
      return Exit.SUCCESS; // not seen: the status is that of the signal
    } finally {
      deployment.close();
    }
  }

  private static void stop(Deployment deployment) {
    if (!deployment.isClosing()) {
      log.info("stopping");
    }
    deployment.close();
  }

  /** Reads the files of a system that is going to be started. */
  Configuration loadToStart() {
    WarmUp.begin();
    return load();
  }

  Configuration load() {
    Configuration configuration = Configuration.load(options.config, System.getenv());
    configuration.warnings().forEach(warning -> command.getErr().println("warning: " + warning));
    return configuration;
  }

  private static void await(Deployment deployment, RunOptions run) {
    Duration time = run.time;
    try {
      if (time == null) {
        deployment.end().get();
      } else {
        deployment.end().get(time.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      return; // the time is over: that is how it is meant to end
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
