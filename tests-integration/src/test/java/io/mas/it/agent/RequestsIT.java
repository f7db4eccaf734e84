package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Message;
import io.mas.On;
import io.mas.RequestTimeoutException;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  static class Echo extends Agent<Void> {
    @On(value = "echo", reply = "echoed")
    Object echo(Message message) {
      return message.data();
    }

    @On("silent")
    void silent() {}
  }

  static class Chain extends Agent<Void> {
    final String next;
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch sent = new CountDownLatch(1);
    final List<Message> asked = new CopyOnWriteArrayList<>();

    Chain(String next) {
      this.next = next;
    }

    @On("ask")
    void ask(Message message) {
      Message answer = request(next, "echo", message.data(), LONG);
      message.reply("asked", answer.data());
    }

    @On(value = "ask.briefly", maxAttempts = 1)
    void askBriefly(Message message) {
      Message answer = request(next, "echo", message.data(), Duration.ofMillis(500));
      message.reply("asked", answer.data());
    }

    @On("ask.for")
    void askFor(Message message) {
      Message answer = request(next, "ask", message.data(), LONG);
      message.reply("asked", answer.data());
    }

    @On(value = "echo", reply = "echoed")
    Object echo(Message message) {
      return message.data();
    }

    @On("send.then.wait")
    void sendThenWait() throws InterruptedException {
      send(next, "from.the.turn", Map.of());
      sent.countDown();
      release.await();
    }

    @On("twice")
    void twice(Message message) {
      message.reply("first", Map.of());
      message.reply("second", Map.of());
    }

    @On("later")
    void later(Message message) {
      asked.add(message);
    }

    @On("self")
    void self(Message message) {
      int left = message.data().asInt();
      if (left > 0) {
        send(id(), "self", left - 1);
      } else {
        sent.countDown();
      }
    }
  }

  private TestSystem system;
  private Wire wire;
  private final Listener asker = new Listener();

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.run("asker", asker);
    system.run("echo", new Echo());
    system.allow("asker", "echo");
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  @Test
  void endsWithATimeOutWhenNobodyAnswers() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> asker.request("echo", "silent", Map.of(), Duration.ofMillis(300)))
        .isInstanceOf(RequestTimeoutException.class)
        .hasMessageContaining("300 ms")
        .hasMessageContaining("silent")
        .hasMessageContaining("echo");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(290), Duration.ofSeconds(2));
    assertThatThrownBy(() -> asker.request("echo", "echo", Map.of(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answersManyAsynchronousRequestsEachWithItsOwn() {
    List<CompletableFuture<Message>> replies = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      replies.add(asker.requestAsync("echo", "echo", i).toCompletableFuture());
    }
    for (int i = 0; i < 300; i++) {
      assertThat(replies.get(i).join().data().asInt()).isEqualTo(i);
    }
    CompletableFuture<Message> silent =
        asker.requestAsync("echo", "silent", 1, Duration.ofMillis(200)).toCompletableFuture();
    assertThatThrownBy(silent::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(RequestTimeoutException.class);
  }

  @Test
  void letsAHandlerAskAnother() {
    system.allow("asker", "chain").allow("chain", "echo");
    system.run("chain", new Chain("echo"));
    assertThat(asker.request("chain", "ask", "through", LONG).data().asText()).isEqualTo("through");
  }

  @Test
  void answersARequestMadeBeforeItsTargetStarts() {
    system.allow("asker", "late");
    system.provision("late");
    CompletableFuture<Message> reply =
        asker.requestAsync("late", "echo", "waited", LONG).toCompletableFuture();
    String inbox = Wire.KEYS.inbox("late");
    await().untilAsserted(() -> assertThat(wire.redis().xlen(inbox)).isEqualTo(1));
    assertThat(reply).isNotDone();
    system.run("late", new Echo());
    assertThat(reply.join().data().asText()).isEqualTo("waited");
  }

  @Test
  void letsTwoAgentsAskEachOtherWithinHandlers() {
    system.allow("asker", "left", "right").allow("left", "right").allow("right", "left");
    system.run(new AgentSettings("left", 2, 5, List.of(), Map.of()), new Chain("right"));
    system.run(new AgentSettings("right", 2, 5, List.of(), Map.of()), new Chain("left"));
    // left asks right, whose handler asks left while left's own handler waits
    assertThat(asker.request("left", "ask.for", 1, LONG).data().asInt()).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Message> left =
          asker.requestAsync("left", "ask", i, LONG).toCompletableFuture();
      CompletableFuture<Message> right =
          asker.requestAsync("right", "ask", i, LONG).toCompletableFuture();
      assertThat(left.join().data().asInt()).isEqualTo(i);
      assertThat(right.join().data().asInt()).isEqualTo(i);
    }
  }

  @Test
  void endsAMutualWaitByTheTimeOutAndGoesOn() {
    system.allow("asker", "one", "two").allow("one", "two").allow("two", "one");
    system.run("one", new Chain("two"));
    system.run("two", new Chain("one"));
    // each handles one message at a time, so neither can answer the other
    CompletableFuture<Message> one =
        asker.requestAsync("one", "ask.briefly", 1, LONG).toCompletableFuture();
    CompletableFuture<Message> two =
        asker.requestAsync("two", "ask.briefly", 2, LONG).toCompletableFuture();
    CompletableFuture.allOf(one, two).handle((done, error) -> error == null).join();
    assertThat(asker.request("one", "echo", 3, LONG).data().asInt()).isEqualTo(3);
    assertThat(asker.request("two", "echo", 4, LONG).data().asInt()).isEqualTo(4);
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }

  @Test
  void sendsWhatAHandlerSendsOnlyWhenItHasReturned() throws InterruptedException {
    Listener listener = new Listener();
    Chain chain = new Chain("after");
    system.allow("asker", "waiting", "after").allow("waiting", "after");
    system.run("after", listener);
    system.run("waiting", chain);
    asker.send("waiting", "send.then.wait", Map.of());
    assertThat(chain.sent.await(20, TimeUnit.SECONDS)).isTrue();
    // what others send meanwhile gets through
    asker.send("after", "from.outside", Map.of());
    await().untilAsserted(() -> assertThat(listener.types()).containsExactly("from.outside"));
    // its registration may still be on its way; what the handler sends is not there
    await()
        .untilAsserted(() -> assertThat(wire.redis().xlen(Wire.KEYS.outbox("waiting"))).isZero());
    chain.release.countDown();
    await()
        .untilAsserted(
            () -> assertThat(listener.types()).containsExactly("from.outside", "from.the.turn"));
  }

  @Test
  void takesTheFirstOfTwoReplies() {
    Chain chain = new Chain("echo");
    system.allow("asker", "twice");
    system.run("twice", chain);
    Message reply = asker.request("twice", "twice", Map.of(), LONG);
    assertThat(reply.type()).isEqualTo("first");
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(asker.received()).extracting(Message::type).doesNotContain("second");
  }

  @Test
  void sendsAReplyAfterTheTurn() {
    Chain chain = new Chain("echo");
    system.allow("asker", "slow");
    system.run("slow", chain);
    CompletableFuture<Message> reply =
        asker.requestAsync("slow", "later", Map.of(), LONG).toCompletableFuture();
    await().untilAsserted(() -> assertThat(chain.asked).hasSize(1));
    await().untilAsserted(() -> assertThat(wire.redis().xlen(Wire.KEYS.inbox("slow"))).isZero());
    assertThat(reply).isNotDone();
    chain.asked.get(0).reply("at.last", Map.of());
    assertThat(reply.join().type()).isEqualTo("at.last");
  }

  @Test
  void dropsAReplyToARequestThatHasTimedOut() {
    Chain chain = new Chain("echo");
    system.allow("asker", "tardy");
    system.run("tardy", chain);
    assertThatThrownBy(() -> asker.request("tardy", "later", 1, Duration.ofMillis(200)))
        .isInstanceOf(RequestTimeoutException.class);
    await().untilAsserted(() -> assertThat(chain.asked).hasSize(1));
    chain.asked.get(0).reply("too.late", Map.of());
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(asker.types()).doesNotContain("too.late");
  }

  @Test
  void sendsToItself() throws InterruptedException {
    Chain chain = new Chain("echo");
    system.allow("asker", "self").allow("self", "self");
    system.run("self", chain);
    asker.send("self", "self", 5);
    assertThat(chain.sent.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
