package io.mas.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.Rejection;
import io.mas.it.support.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends numbered messages along a route of {@link Tally} agents and counts those that were
 * accepted. Runs in the test's own process, one thread sends.
 */
public final class Source implements AutoCloseable {
  /** An agent that handles nothing. */
  static final class Sender extends Agent<Void> {
    private final List<Rejection> rejections = new CopyOnWriteArrayList<>();

    @Override
    protected void onRejected(Rejection rejection) {
      rejections.add(rejection);
    }
  }

  private final Site site;
  private final String name;
  private final List<String> route;
  private final Sender sender = new Sender();
  private final AtomicInteger sent = new AtomicInteger();
  private volatile boolean ends;
  private Thread thread;

  private Source(Site site, String name, List<String> route) {
    this.site = site;
    this.name = name;
    this.route = route;
  }

  /** An agent of a name, allowed to send to the first of a route, each of which may to the next. */
  public static Source of(Site site, String name, String... route) {
    return by(site.redis().port(), site, name, route);
  }

  /** The same by another port, such as a proxy's. */
  public static Source by(int port, Site site, String name, String... route) {
    String from = name;
    for (String to : route) {
      site.allow(from, to);
      from = to;
    }
    Source source = new Source(site, name, List.of(route));
    site.run(port, name, source.sender);
    return source;
  }

  /** Sends so many more; returns when all were accepted. */
  public Source send(int count) {
    for (int i = 0; i < count; i++) {
      sender.send(
          route.get(0), "hop", new Tally.Hop(name, sent.get(), route.subList(1, route.size())));
      sent.incrementAndGet();
    }
    return this;
  }

  /** Sends one after another on a thread of its own, with a pause between two, until ended. */
  public Source flow(Duration pause) {
    thread =
        new Thread(
            () -> {
              while (!ends) {
                send(1);
                LockSupport.parkNanos(pause.toNanos());
              }
            },
            "source-" + name);
    thread.start();
    return this;
  }

  /** Ends what {@link #flow} has begun. */
  public Source end() throws InterruptedException {
    ends = true;
    if (thread != null) {
      thread.join();
    }
    return this;
  }

  /** How many were accepted. */
  public int sent() {
    return sent.get();
  }

  /** How many have been handled by the last agent of the route. */
  public int arrived() {
    return Tally.page(site.wire(), last(), name).numbers().cardinality();
  }

  /** Waits until so many more have arrived than had before; how long that took. */
  public Duration awaitMore(int more, Duration limit) {
    long start = System.nanoTime();
    int goal = arrived() + more;
    await(name + " to get on")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(10))
        .ignoreExceptions()
        .until(() -> arrived() >= goal);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Waits until all that was accepted has arrived and nothing is under way any more. */
  public Source awaitAll(Duration limit) {
    await(name + " to have all arrived")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .failFast(() -> assertThat(sender.rejections).isEmpty())
        .untilAsserted(() -> assertThat(arrived()).isEqualTo(sent()));
    return this;
  }

  /** What became of them, at the last agent of the route. */
  public Tally.Result result() {
    return Tally.result(site.wire(), last(), name, sent());
  }

  private String last() {
    return route.get(route.size() - 1);
  }

  /** Waits until no outbox, inbox or due entry is left. */
  public static void awaitSettled(Wire wire) {
    await("everything to be settled")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }

  @Override
  public void close() {
    ends = true;
  }
}
