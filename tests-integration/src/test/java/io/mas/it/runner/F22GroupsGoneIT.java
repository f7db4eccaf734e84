package io.mas.it.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis loses everything while a system runs: all of it comes back by itself. */
class F22GroupsGoneIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path directory;
  @TempDir private Path data;

  @BeforeEach
  void writeAgents() {
    Project.in(directory)
        .file(
            "Counting.java",
            """
            import io.mas.*;
            import java.util.concurrent.*;
            class Sender extends Agent<Void> {
              private int number;
              @Override protected void onStart() {
                Executors.newSingleThreadScheduledExecutor(task -> {
                  Thread thread = new Thread(task);
                  thread.setDaemon(true);
                  return thread;
                }).scheduleWithFixedDelay(this::next, 0, 10, TimeUnit.MILLISECONDS);
              }
              private void next() {
                int sent = number++;
                System.out.println("begin " + sent);
                try {
                  send("receiver", "count", sent);
                  System.out.println("sent " + sent);
                } catch (RuntimeException e) {
                  System.out.println("not " + sent);
                }
              }
              @Override protected void onRejected(Rejection rejection) {
                System.out.println("rejected " + rejection.decision());
              }
            }
            class Receiver extends Agent<Void> {
              @On("count") void count(Integer number) { System.out.println("got " + number); }
            }
            """)
        .file("gateway.yaml", "rate_limit: {per_minute: 100000, per_hour: 1000000}")
        .file(
            "agents.yaml",
            "gateway_config_file: gateway.yaml",
            "agents:",
            "  - {agent_id: sender, class_path: 'Counting.java:Sender'}",
            "  - {agent_id: receiver, class_path: 'Counting.java:Receiver', instances: 2}",
            "permissions: [{allow: {sender: sender, targets: [receiver]}}]");
  }

  private static List<Integer> numbers(RunnerProcess run, String word) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> Integer.valueOf(line.substring(word.length() + 1)))
        .toList();
  }

  private static int last(List<Integer> numbers) {
    return numbers.isEmpty() ? -1 : numbers.get(numbers.size() - 1);
  }

  /**
   * What was begun after the loss and accepted must arrive; what was accepted before may be gone,
   * for nobody has it any more.
   */
  private static void comesBack(String how, RunnerProcess run, int begunBefore) {
    long start = System.nanoTime();
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> assertThat(last(numbers(run, "got"))).as(run.err()).isGreaterThan(begunBefore));
    long recovered = Duration.ofNanos(System.nanoTime() - start).toMillis();
    int goal = last(numbers(run, "begin")) + 200;
    await().atMost(SOON).until(() -> last(numbers(run, "sent")) >= goal);
    List<Integer> accepted =
        numbers(run, "sent").stream().filter(sent -> sent > begunBefore).toList();
    try {
      await().atMost(SOON).until(() -> numbers(run, "got").containsAll(accepted));
    } finally {
      List<Integer> got = numbers(run, "got");
      long lost = accepted.stream().filter(sent -> !got.contains(sent)).count();
      long repeated = got.size() - got.stream().distinct().count();
      System.out.printf(
          "F22 %s accepted_after=%d lost_after=%d repeated=%d recovered_ms=%d%n",
          how, accepted.size(), lost, repeated, recovered);
    }
    assertThat(numbers(run, "got")).doesNotHaveDuplicates();
    assertThat(run.out()).doesNotContain("rejected");
  }

  private void afterTheLossOf(
      String how, PlainRedis redis, Consumer<RedisCommands<String, String>> loss)
      throws IOException {
    List<String> events = new CopyOnWriteArrayList<>();
    RedisClient client = RedisClient.create(redis.url());
    try (RunnerProcess run = Runner.in(directory).start("run", "--redis", redis.url())) {
      var news = client.connectPubSub();
      news.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String text) {
              events.add(text);
            }
          });
      news.sync().subscribe("mas.system");
      run.awaitOut("got 20\n");
      loss.accept(client.connect().sync());
      comesBack(how, run, last(numbers(run, "begin")));
      assertThat(run.err())
          .contains("Redis had lost the data of mas", "cannot read", "reads again");
      await().untilAsserted(() -> assertThat(run.err()).contains(": DOWN: ", ": UP again"));
      await().untilAsserted(() -> assertThat(events).anyMatch(event -> event.contains("RESTORED")));
      // what starts now finds all it needs, and the running ones stop in order
      try (RunnerProcess more =
          Runner.in(directory).start("agents", "receiver", "--redis", redis.url())) {
        more.awaitOut("got ");
        assertThat(more.signal("TERM").awaitEnd()).isEqualTo(143);
      }
      assertThat(run.signal("TERM").awaitEnd()).as(run.everything()).isEqualTo(143);
    } finally {
      client.shutdown();
    }
  }

  @Test
  void flushall() throws IOException {
    try (PlainRedis redis = new PlainRedis(data)) {
      afterTheLossOf("flushall", redis, RedisCommands::flushall);
    }
  }

  @Test
  void flushallAndFunctionsAndUsers() throws IOException {
    try (PlainRedis redis = new PlainRedis(data)) {
      afterTheLossOf(
          "everything",
          redis,
          admin -> {
            admin.flushall();
            admin.functionFlush(io.lettuce.core.FlushMode.SYNC);
            admin.scriptFlush();
            admin.aclDeluser("mas-agent-sender", "mas-agent-receiver");
          });
    }
  }

  @Test
  void functionsAlone() throws IOException {
    try (PlainRedis redis = new PlainRedis(data);
        RunnerProcess run = Runner.in(directory).start("run", "--redis", redis.url())) {
      RedisClient client = RedisClient.create(redis.url());
      try {
        run.awaitOut("got 20\n");
        client.connect().sync().functionFlush(io.lettuce.core.FlushMode.SYNC);
        comesBack("functions", run, last(numbers(run, "begin")));
        // nothing else was lost, so nothing accepted before is either
        List<Integer> accepted = numbers(run, "sent");
        await().atMost(SOON).until(() -> numbers(run, "got").containsAll(accepted));
      } finally {
        client.shutdown();
      }
    }
  }

  @Test
  void aNewServerInTheOldOnesPlace() throws IOException {
    try (PlainRedis redis = new PlainRedis(data);
        RunnerProcess run = Runner.in(directory).start("run", "--redis", redis.url())) {
      run.awaitOut("got 20\n");
      redis.kill();
      deleteAll(data);
      redis.startAgain();
      comesBack("new_server", run, last(numbers(run, "begin")));
      assertThat(run.err())
          .contains("Redis had lost the data of mas", "cannot read", "reads again");
      await().untilAsserted(() -> assertThat(run.err()).contains(": DOWN: ", ": UP again"));
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }
}
