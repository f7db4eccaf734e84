package io.mas.it.soak;

import io.lettuce.core.KillArgs;
import io.mas.it.support.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kills a random process every two seconds, and a random connection twice between. */
final class Storm {
  private static final Logger log = LoggerFactory.getLogger(Storm.class);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(2);

  private final Fleet fleet;
  private final Wire wire;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> troubles = new ArrayList<>();
  private int steps;
  private int clientKills;

  Storm(Fleet fleet, Wire wire) {
    this.fleet = fleet;
    this.wire = wire;
  }

  void start() {
    long period = BETWEEN_KILLS.toMillis() / 4;
    timer.scheduleAtFixedRate(this::step, period, period, TimeUnit.MILLISECONDS);
  }

  private synchronized void step() {
    try {
      fleet.replaceEnded();
      steps++;
      switch (steps % 4) {
        case 0 -> log.info("killed a {}", fleet.killAny());
        case 1, 3 -> killConnection();
        default -> {}
      }
    } catch (IOException | RuntimeException e) {
      log.error("the storm is disturbed", e);
      troubles.add(e.toString());
    }
  }

  /** Cuts a connection of a process or of the source: those that bear our client's name. */
  private void killConnection() {
    List<String> all =
        wire.redis().clientList().lines().filter(line -> line.contains(" name=mas ")).toList();
    String any = all.get(ThreadLocalRandom.current().nextInt(all.size()));
    wire.redis()
        .clientKill(KillArgs.Builder.id(Long.parseLong(any.substring(3, any.indexOf(' ')))));
    clientKills++;
  }

  /** Ends it; all processes run when this returns. */
  void end() throws InterruptedException, IOException {
    timer.shutdown();
    if (!timer.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the storm does not end");
    }
    fleet.replaceEnded();
    fleet.awaitReady();
  }

  synchronized int clientKills() {
    return clientKills;
  }

  /** What went wrong with the storm itself. */
  synchronized List<String> troubles() {
    return List.copyOf(troubles);
  }
}
