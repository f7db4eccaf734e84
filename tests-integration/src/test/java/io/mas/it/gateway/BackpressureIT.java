package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.Decision;
import io.mas.Message;
import io.mas.MessageRejectedException;
import io.mas.On;
import io.mas.Rejection;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.GatewaySettings;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent that falls behind pushes back on its senders (P9). */
class BackpressureIT {
  private static final int MOST = 40;

  /** Handles nothing until it may. */
  static class Slow extends Agent<Void> {
    final List<String> handled = new CopyOnWriteArrayList<>();
    final CountDownLatch mayGoOn = new CountDownLatch(1);

    @On("work")
    void work(Message message) throws InterruptedException {
      assertThat(mayGoOn.await(60, TimeUnit.SECONDS)).isTrue();
      handled.add(message.id());
      if (message.expectsReply()) {
        message.reply("done", handled.size());
      }
    }
  }

  private final TestSystem system = TestSystem.withoutGateway();
  private final Wire wire = Wire.to(system.redisUrl());
  private final Listener sender = new Listener();
  private final Slow slow = new Slow();
  private Gateway gateway;

  @AfterEach
  void stop() {
    slow.mayGoOn.countDown();
    gateway.close();
    wire.close();
    system.close();
  }

  private void start() {
    system.allow("sender", "slow", "other").allow("slow", "asked");
    gateway =
        Gateway.start(
            GatewaySettings.of(system.redisUrl())
                .with(GatewayRules.defaults().withMaxBacklog(MOST)));
    system.run("sender", sender);
    system.run("slow", slow);
  }

  private List<String> send(int count) {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(sender.send("slow", "work", i));
    }
    await().untilAsserted(() -> assertThat(wire.decisions(sent.get(count - 1))).hasSize(1));
    return sent;
  }

  @Test
  void refusesWhatIsTooMuchAndFlowsAgainWhenThereIsRoomAndLosesNothing() {
    start();
    List<String> sent = send(3 * MOST);
    await().untilAsserted(() -> assertThat(sender.rejections()).hasSize(2 * MOST));
    assertThat(wire.redis().xlen(Wire.KEYS.inbox("slow"))).isEqualTo(MOST);
    assertThat(sender.rejections())
        .allSatisfy(
            rejection -> {
              assertThat(rejection.decision()).isEqualTo(Decision.BACKPRESSURE);
              assertThat(rejection.retryAfter())
                  .hasValueSatisfying(delay -> assertThat(delay).isPositive());
            });
    assertThatThrownBy(() -> sender.request("slow", "work", 0))
        .isInstanceOfSatisfying(
            MessageRejectedException.class,
            refused -> {
              assertThat(refused.decision()).isEqualTo(Decision.BACKPRESSURE);
              assertThat(refused.retryAfter()).isPresent();
            });

    slow.mayGoOn.countDown();
    await().untilAsserted(() -> assertThat(slow.handled).hasSize(MOST));
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(sender.request("slow", "work", 0).type()).isEqualTo("done");
    List<String> again = send(MOST / 2);
    await().untilAsserted(() -> assertThat(slow.handled).hasSize(MOST + 1 + MOST / 2));
    assertThat(slow.handled).containsAll(again).doesNotHaveDuplicates();
    Set<String> known = new HashSet<>(slow.handled);
    sender.rejections().stream().map(Rejection::messageId).forEach(known::add);
    assertThat(known).containsAll(sent);
  }

  /** An answer comes to one that waits for it, whatever else waits there. */
  @Test
  void letsAnswersPass() {
    start();
    system.run("asked", new Answering());
    send(MOST);
    CompletableFuture<Message> answer =
        slow.requestAsync("asked", "question", 1).toCompletableFuture();
    await().untilAsserted(() -> assertThat(answer).isCompleted());
  }

  static class Answering extends Agent<Void> {
    @On(value = "question", reply = "answer")
    int answer(Integer question) {
      return question;
    }
  }

  /** What others have put there counts too: each owner looks before it fills the second half. */
  @Test
  void countsWhatCameFromElsewhere() {
    for (int i = 0; i < MOST; i++) {
      wire.add(Wire.KEYS.inbox("other"), java.util.Map.of("h", new byte[] {1}));
    }
    start();
    system.provision("other");
    String refused = sender.send("other", "work", 1);
    await()
        .untilAsserted(() -> assertThat(wire.decisions(refused)).containsExactly("BACKPRESSURE"));
    wire.redis().xtrim(Wire.KEYS.inbox("other"), 0);
    String passes = sender.send("other", "work", 1);
    await().untilAsserted(() -> assertThat(wire.decisions(passes)).containsExactly("ALLOWED"));
  }
}
