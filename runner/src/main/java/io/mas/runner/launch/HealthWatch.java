package io.mas.runner.launch;

import io.mas.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when a part of this process goes down and when it is up again, once each. */
final class HealthWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);
  private static final long PERIOD_MILLIS = 500;

  private final Map<String, Supplier<Health>> parts;
  private final Map<String, Health> told = new LinkedHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mas-health");
            thread.setDaemon(true);
            return thread;
          });

  /** Of parts by their names. */
  HealthWatch(Map<String, Supplier<Health>> parts) {
    this.parts = Map.copyOf(parts);
    timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    parts.forEach(
        (name, part) -> {
          Health now = part.get();
          Health before = told.getOrDefault(name, Health.ok());
          if (now.up() == before.up()) {
            return;
          }
          told.put(name, now);
          if (now.up()) {
            log.info("{}: UP again", name);
          } else {
            log.warn("{}: {}", name, now);
          }
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
