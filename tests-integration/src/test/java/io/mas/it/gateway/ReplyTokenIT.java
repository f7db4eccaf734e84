package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.EnvelopeCodec;
import io.mas.protocol.ReplyToken;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reply needs the token of its request, and only the one that was asked can use it. */
class ReplyTokenIT {
  static class Asked extends Agent<Void> {
    final CountDownLatch go = new CountDownLatch(1);

    @On("question")
    void question(Message message) throws InterruptedException {
      go.await();
      message.reply("answer", Map.of());
    }
  }

  private final TestSystem system = TestSystem.start();
  private final Wire wire = Wire.to(system.redisUrl());

  @AfterEach
  void stop() {
    wire.close();
    system.close();
  }

  private void isDenied(String id) {
    await().untilAsserted(() -> assertThat(wire.decisions(id)).containsExactly("AUTHZ_DENIED"));
  }

  @Test
  void isOfUseForThatRequestAndThatReplierAlone() throws Exception {
    system.allow("asker", "asked");
    Listener asker = new Listener();
    Asked asked = new Asked();
    system.run("asker", asker);
    system.run("asked", asked);
    CompletableFuture<Message> reply =
        asker
            .requestAsync("asked", "question", Map.of(), Duration.ofSeconds(30))
            .toCompletableFuture();
    String inbox = Wire.KEYS.inbox("asked");
    await().untilAsserted(() -> assertThat(wire.redis().xlen(inbox)).isEqualTo(1));
    Map<String, byte[]> entry = wire.entries(inbox).get(0).getBody();
    ReplyToken token = ReplyToken.fromBytes(entry.get("k"));
    UUID correlation = EnvelopeCodec.decode(entry.get("h")).id();

    Forger thief = new Forger(wire, system.provision("thief"), "t1", 1);
    isDenied(thief.reply("asker", asker.instanceId(), correlation, token));
    isDenied(thief.reply("asker", asker.instanceId(), correlation, null));

    Forger replier = new Forger(wire, system.provision("asked"), "a2", 2);
    isDenied(replier.reply("asker", asker.instanceId(), UUID.randomUUID(), token));
    isDenied(replier.reply("asker", "another", correlation, token));
    isDenied(replier.reply("thief", "t1", correlation, token));
    isDenied(replier.reply("asker", asker.instanceId(), correlation, null));
    byte[] longer = token.toBytes();
    longer[5]++;
    isDenied(replier.reply("asker", asker.instanceId(), correlation, ReplyToken.fromBytes(longer)));

    assertThat(reply).isNotDone();
    asked.go.countDown();
    assertThat(reply.join().type()).isEqualTo("answer");
    assertThat(reply.join().senderId()).isEqualTo("asked");
  }
}
