package io.mas.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mas.Agent;
import io.mas.it.failure.Site;
import io.mas.it.support.GatewayProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole system under load while its processes are killed: two gateways and three agents of two
 * instances each, every one a process of its own; every two seconds one of them is killed, and in
 * between connections are cut. Nothing may be lost, repeated or reordered, and Redis must be left
 * as it was.
 *
 * <p>{@code -Dsoak.messages=N} says how many messages. Prints one line of JSON, which is also in
 * {@code target/soak.json}.
 */
class SoakIT {
  private static final Path FIGURES = Path.of("target", "soak.json");
  private static final long MESSAGES = Long.getLong("soak.messages", 30_000);

  /** Chains before the first kill, after which memory is measured. */
  private static final long WARM_UP = 1_000;

  @TempDir private Path directory;

  @Test
  void losesRepeatsAndReordersNothingWhileProcessesAreKilled() throws Exception {
    Map<String, Object> figures = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    Files.deleteIfExists(FIGURES); // those of a run before
    try {
      run(figures, faults);
    } catch (Exception | AssertionError e) {
      faults.add("it broke off: " + e);
      throw e;
    } finally {
      figures.put("faults", faults);
      String json = new ObjectMapper().writeValueAsString(figures);
      Files.writeString(FIGURES, json + "\n");
      System.out.println(json);
    }
    assertThat(faults).isEmpty();
  }

  private void run(Map<String, Object> figures, List<String> faults) throws Exception {
    Load load = Load.ofMessages(MESSAGES);
    try (Site site = Site.in(directory);
        Fleet fleet = new Fleet();
        Watch watch = new Watch(site.wire(), load)) {
      Memory.withoutStatistics(site.wire());
      site.allow(Chain.SOURCE, Chain.CLERK);
      site.allow(Chain.CLERK, Chain.PRICER, Chain.LEDGER);
      fleet.add("gateway", 2, () -> GatewayProcess.launch(site.redis().url(), Map.of()).process());
      add(site, fleet, Chain.CLERK, Chain.Clerk.class, 16);
      add(site, fleet, Chain.PRICER, Chain.Pricer.class, 4);
      add(site, fleet, Chain.LEDGER, Chain.Ledger.class, 1);
      new Run(site, fleet, watch, load, figures, faults).run(Math.min(WARM_UP, load.chains()));
    }
  }

  private void add(
      Site site, Fleet fleet, String agent, Class<? extends Agent<?>> type, int concurrency)
      throws Exception {
    Path credentials = directory.resolve(agent + ".json");
    site.provision(agent).write(credentials);
    String url = site.redis().agentUrl();
    fleet.add(agent, 2, () -> Member.start(url, credentials, type, concurrency));
  }
}
