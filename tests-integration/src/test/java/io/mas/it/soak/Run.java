package io.mas.it.soak;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mas.it.failure.Site;
import io.mas.it.support.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** One run of the soak, from the first message to the figures. */
final class Run {
  /** Chains under way at a time. */
  private static final int WINDOW = 512;

  /** Without any progress for so long, the run has failed. */
  private static final long STALL_MILLIS = 120_000;

  private static final Duration SETTLING = Duration.ofMinutes(3);
  private static final Duration WARM = Duration.ofMinutes(1);

  private final Site site;
  private final Wire wire;
  private final Fleet fleet;
  private final Watch watch;
  private final Load load;
  private final Chain.Source source = new Chain.Source();
  private final Map<String, Object> figures;
  private final List<String> faults;
  private Audited warmUpAudited = new Audited(Map.of(), Map.of());

  /**
   * Of a system whose processes have been started.
   *
   * @param figures gets what was measured
   * @param faults gets what is wrong
   */
  Run(
      Site site,
      Fleet fleet,
      Watch watch,
      Load load,
      Map<String, Object> figures,
      List<String> faults) {
    this.site = site;
    this.wire = site.wire();
    this.fleet = fleet;
    this.watch = watch;
    this.load = load;
    this.figures = figures;
    this.faults = faults;
  }

  /** Runs it, with so many chains before the first kill. */
  void run(long warmUp) throws Exception {
    fleet.awaitReady();
    site.run(Chain.SOURCE, source);
    watch.start();
    send(0, warmUp);
    settle("the first chains", WARM);
    warmUpAudited = Audited.of(wire);
    Memory before = Memory.withoutAudit(wire);

    Storm storm = new Storm(fleet, wire);
    long start = System.nanoTime();
    storm.start();
    send(warmUp, load.chains());
    if (!watch.awaitDone(load.chains(), STALL_MILLIS)) {
      faults.add("not all chains came to their end");
    }
    storm.end();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    faults.addAll(storm.troubles());

    long settling = System.nanoTime();
    settle("everything", SETTLING);
    figures.put("messages", load.messages());
    figures.put("kills", fleet.kills());
    outcome();
    figures.put("seconds", seconds);
    figures.put("client_kills", storm.clientKills());
    figures.put("ended_by_themselves", fleet.ended());
    figures.put("longest_stall_ms", watch.longestStallMillis());
    figures.put("chain_ms_50_90_99_100", watch.percentiles(50, 90, 99, 100));
    memory(before);
    figures.put("settling_seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - settling));
  }

  private void send(long from, long to) throws InterruptedException {
    for (long at = from; at < to; at++) {
      if (!watch.awaitDone(at - WINDOW, STALL_MILLIS)) {
        faults.add("no chain came to its end in " + STALL_MILLIS + " ms");
        return;
      }
      watch.sending(at);
      source.send(Chain.CLERK, "work", load.step(at));
    }
  }

  /** Waits until nothing is under way any more. */
  private void settle(String what, Duration patience) {
    try {
      await(what + " to be settled")
          .atMost(patience)
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptions()
          .until(() -> wire.unsettled().isEmpty() && timers() == 0);
    } catch (ConditionTimeoutException e) {
      faults.add(what + " did not settle: " + wire.unsettled() + ", timers " + timers());
    }
  }

  private long timers() {
    return wire.redis().zcard(Wire.KEYS.timers(Chain.CLERK));
  }

  private void outcome() throws Exception {
    Outcome outcome = new Outcome();
    Book clerk = book(Chain.CLERK);
    Book pricer = book(Chain.PRICER);
    Book ledger = book(Chain.LEDGER);
    for (Book book : List.of(clerk, pricer, ledger)) {
      outcome.add(book, load);
    }
    outcome.addLate(ledger, load);
    figures.put("lost", outcome.lost);
    figures.put("repeated", outcome.repeated);
    figures.put("reordered", outcome.reordered);
    Audited audited = Audited.of(wire).plus(warmUpAudited);
    long asked = audited.allowed("quote");
    long answered = pricer.get(Book.COUNT) + pricer.get(Chain.ASKED_AGAIN);
    figures.put("asked_again", pricer.get(Chain.ASKED_AGAIN));
    figures.put("dead_letters", wire.deadLetters().size());
    figures.put("refused", audited.refused());
    faults.addAll(outcome.faults());
    if (asked != answered) {
      faults.add("the pricer was asked " + asked + " times and answered " + answered);
    }
    if (!wire.deadLetters().isEmpty() || !audited.refused().isEmpty()) {
      faults.add("messages were refused or are dead letters: " + wire.deadLetters());
    }
  }

  private Book book(String agent) throws Exception {
    ObjectMapper json = new ObjectMapper();
    Book book = new Book();
    for (Map.Entry<String, String> field : wire.hash(Wire.KEYS.state(agent)).entrySet()) {
      if (!field.getKey().startsWith("@")) {
        book.put(field.getKey(), json.readValue(field.getValue(), Long.class));
      }
    }
    return book;
  }

  private void memory(Memory before) {
    figures.put("audit_bytes", Memory.ofAudit(wire));
    try {
      await("the memory to be back")
          .atMost(SETTLING)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> Memory.withoutAudit(wire).isBackTo(before));
    } catch (ConditionTimeoutException e) {
      faults.add("Redis is not back to what it was");
    }
    Memory after = Memory.withoutAudit(wire);
    figures.put("memory_before", before.bytes());
    figures.put("memory_after", after.bytes());
    figures.put("keys_before", before.keys());
    figures.put("keys_after", after.keys());
  }
}
