package io.mas.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.StreamMessage;
import io.mas.AgentCredentials;
import io.mas.Decision;
import io.mas.gateway.identity.Release;
import io.mas.gateway.letters.DeadLetterBox;
import io.mas.gateway.letters.Letter;
import io.mas.gateway.letters.LetterException;
import io.mas.internal.redis.Keys;
import io.mas.it.support.Forger;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.protocol.Digests;
import io.mas.testkit.TestSystem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters go past the gateway again, each once. */
class LettersIT {
  private final TestSystem system = TestSystem.start();
  private final Wire wire = Wire.to(system.redisUrl());
  private final DeadLetterBox box = DeadLetterBox.at(system.redisUrl());
  private final Listener sender = new Listener();
  private final Listener receiver = new Listener();

  @AfterEach
  void stop() {
    box.close();
    wire.close();
    system.close();
  }

  private List<String> refused(int count) {
    system.run("sender", sender);
    system.run("receiver", receiver);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(sender.send("receiver", "forbidden." + i, Map.of("n", i)));
    }
    await().untilAsserted(() -> assertThat(wire.deadLetters()).hasSize(count));
    await().untilAsserted(() -> assertThat(sender.rejections()).hasSize(count));
    return ids;
  }

  private List<Letter> letters() {
    List<Letter> letters = new ArrayList<>();
    box.oldestFirst().forEachRemaining(letters::add);
    return letters;
  }

  private void nothingIsLeft() {
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    assertThat(wire.deadLetters()).isEmpty();
    assertThat(wire.redis().keys("mas.replays:*")).isEmpty();
    await().untilAsserted(() -> assertThat(wire.redis().keys("mas.released:*")).isEmpty());
  }

  @Test
  void areReplayedInOrderAndAuditedAsReleased() {
    List<String> ids = refused(3);
    system.allow("sender", "receiver");
    List<Letter> letters = letters();
    letters.forEach(box::replay);
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(3));
    assertThat(receiver.received()).extracting(message -> message.id()).isEqualTo(ids);
    assertThat(receiver.received()).extracting(message -> message.attempt()).containsOnly(1);
    assertThat(receiver.received())
        .extracting(message -> message.senderId())
        .containsOnly("sender");
    nothingIsLeft();
    for (int i = 0; i < 3; i++) {
      assertThat(wire.decisions(ids.get(i))).containsExactly("AUTHZ_DENIED", "ALLOWED");
      assertThat(wire.audit(ids.get(i)).get(1).path("released").asText())
          .isEqualTo(letters.get(i).id().toString());
    }
    assertThat(sender.rejections()).hasSize(3);
  }

  @Test
  void areReplayedOnceByManyAtATime() {
    List<String> ids = refused(30);
    system.allow("sender", "receiver");
    AtomicInteger replayed = new AtomicInteger();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                try (DeadLetterBox own = DeadLetterBox.at(system.redisUrl())) {
                  own.oldestFirst().forEachRemaining(letter -> replay(own, letter, replayed));
                }
              }));
    }
    all.forEach(CompletableFuture::join);
    await().untilAsserted(() -> assertThat(receiver.received()).hasSizeGreaterThanOrEqualTo(30));
    nothingIsLeft();
    assertThat(receiver.received())
        .extracting(message -> message.id())
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(replayed.get()).isGreaterThanOrEqualTo(30);
  }

  private static void replay(DeadLetterBox box, Letter letter, AtomicInteger replayed) {
    try {
      box.replay(letter);
      replayed.incrementAndGet();
    } catch (LetterException e) {
      assertThat(e).hasMessageContaining("no dead letter " + letter.id() + " (any more)");
    }
  }

  @Test
  void areReplayedOnceThoughTheReplayDiedInBetween() {
    String id = refused(1).get(0);
    system.allow("sender", "receiver");
    Letter letter = letters().get(0);
    Map<String, byte[]> kept = wire.entries(Keys.deadLetters(letter.id().shard())).get(0).getBody();
    box.replay(letter);
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
    // as after a crash: it was released, and is still among the letters
    int shard = Wire.KEYS.shardOf("sender");
    wire.addAs(Keys.deadLetters(shard), "999999999999999-0", kept);
    wire.redis()
        .hset(
            Keys.replays(shard),
            shard + ":999999999999999-0",
            "released".getBytes(StandardCharsets.UTF_8));
    box.replay(letters().get(0));
    nothingIsLeft();
    assertThat(wire.decisions(id)).containsExactly("AUTHZ_DENIED", "ALLOWED");
  }

  @Test
  void whoseReplayHasDiedAreClearedAwayByWhoComesNext() {
    refused(1);
    system.allow("sender", "receiver");
    Letter letter = letters().get(0);
    String text = letter.id().toString();
    wire.redis().hset(Keys.replays(4), "4:1-1", "token".getBytes(StandardCharsets.UTF_8));
    wire.redis()
        .hset(
            Keys.replays(Wire.KEYS.shardOf("sender")),
            text,
            "released".getBytes(StandardCharsets.UTF_8));
    DeadLetterBox.at(system.redisUrl()).close();
    nothingIsLeft();
    assertThatThrownBy(() -> box.replay(letter))
        .isInstanceOf(LetterException.class)
        .hasMessage("no dead letter " + text + " (any more)");
    assertThat(wire.redis().keys("mas.replays:*")).isEmpty();
  }

  @Test
  void areJudgedByThePermissionsOfNowAndKeptAgain() {
    String id = refused(1).get(0);
    Letter letter = letters().get(0);
    box.replay(letter);
    await().untilAsserted(() -> assertThat(wire.decisions(id)).hasSize(2));
    assertThat(wire.decisions(id)).containsOnly("AUTHZ_DENIED");
    await().untilAsserted(() -> assertThat(wire.deadLetters(id)).hasSize(1));
    assertThat(letters().get(0).id()).isNotEqualTo(letter.id());
    assertThat(sender.rejections()).hasSize(1);
    system.allow("sender", "receiver");
    box.replay(letters().get(0));
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
    nothingIsLeft();
  }

  @Test
  void areReleasedByNobodyElse() {
    String id = refused(1).get(0);
    system.allow("sender", "receiver");
    Letter letter = letters().get(0);
    StreamMessage<String, byte[]> kept = wire.entries(Keys.deadLetters(letter.id().shard())).get(0);
    Map<String, byte[]> forged = new HashMap<>();
    forged.put("h", box.open(letter).header());
    forged.put("p", box.open(letter).payload());
    forged.put("a", new Release(letter.id().toString()).toBytes());
    String entry = wire.add(Wire.KEYS.outbox("sender"), forged);
    wire.ring("sender");
    await().untilAsserted(() -> assertThat(wire.deadLetters()).hasSize(2));
    assertThat(wire.audit())
        .filteredOn(found -> found.path("entry").asText().equals(entry))
        .singleElement()
        .satisfies(
            found -> assertThat(found.path("decision").asText()).isEqualTo("INVALID_MESSAGE"));
    assertThat(wire.decisions(id)).containsExactly("AUTHZ_DENIED");
    assertThat(receiver.received()).isEmpty();
    assertThat(kept.getBody()).containsKey("shown");
  }

  /** What a gateway leaves behind that dies between the commit of a release and its delivery. */
  @Test
  void thatAreReleasedAndDueAreDeliveredByTheNextOwner() {
    String id = refused(1).get(0);
    Letter letter = letters().get(0);
    system.stopGateway();
    Map<String, byte[]> entry = new HashMap<>();
    byte[] header = box.open(letter).header();
    byte[] payload = box.open(letter).payload();
    entry.put("h", header);
    entry.put("p", payload);
    entry.put("a", new Release(letter.id().toString()).toBytes());
    String at = wire.add(Wire.KEYS.outbox("sender"), entry);
    int shard = Wire.KEYS.shardOf("sender");
    wire.redis()
        .hset(Keys.due(shard), "sender:" + at, Digests.sha256(header, Digests.sha256(payload)));
    wire.redis().hset(Keys.cursor(shard), "sender", at.getBytes(StandardCharsets.UTF_8));
    system.startGateway();
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
    assertThat(receiver.received().get(0).id()).isEqualTo(id);
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }

  @Test
  void thatWereNotShownToBeTheirSendersAreNotReplayed() {
    AgentCredentials mallory = system.provision("mallory");
    AgentCredentials alice = system.provision("alice");
    system.provision("bob");
    system.allow("alice", "bob");
    // alice's keys, but not a token of an instance that is registered
    Forger forger = new Forger(wire, alice, "a1", 1);
    String passes = forger.send("bob", "fine", Map.of());
    await().untilAsserted(() -> assertThat(wire.decisions(passes)).containsExactly("ALLOWED"));
    StreamMessage<String, byte[]> delivered = wire.entries(Wire.KEYS.inbox("bob")).get(0);
    Map<String, byte[]> forged = new HashMap<>();
    forged.put("h", delivered.getBody().get("h"));
    forged.put("p", "{}".getBytes(StandardCharsets.UTF_8));
    forged.put("a", new byte[] {1, 'k'});
    wire.add(Wire.KEYS.outbox("mallory"), forged);
    wire.ring("mallory");
    new Forger(wire, mallory, "m1", 1);
    await().untilAsserted(() -> assertThat(wire.deadLettersFrom("mallory")).hasSize(1));
    Letter letter = letters().get(0);
    assertThatThrownBy(() -> box.replay(letter))
        .isInstanceOf(LetterException.class)
        .hasMessage(letter.id() + " cannot be replayed: the message was not shown to be alice's");
    assertThat(letters()).hasSize(1);
    assertThat(wire.redis().keys("mas.replays:*")).isEmpty();
  }

  @Test
  void thatHoldNoMessageAreNotReplayed() {
    system.run("receiver", receiver);
    wire.add(Wire.KEYS.inbox("receiver"), Map.of("x", new byte[] {1}));
    await().untilAsserted(() -> assertThat(wire.deadLettersFrom("receiver")).hasSize(1));
    Letter letter = letters().get(0);
    assertThat(letter.decision()).isEqualTo(Decision.UNDECODABLE.name());
    assertThatThrownBy(() -> box.replay(letter))
        .isInstanceOf(LetterException.class)
        .hasMessageStartingWith(
            letter.id() + " cannot be replayed: it holds no message that can be decoded");
  }

  @Test
  void whoseSenderIsNoLongerKnownAreNotReplayed() {
    refused(1);
    wire.redis().hdel(Keys.agentKeys(Wire.KEYS.shardOf("sender")), "sender");
    Letter letter = letters().get(0);
    assertThatThrownBy(() -> box.replay(letter))
        .isInstanceOf(LetterException.class)
        .hasMessage(letter.id() + " cannot be replayed: its sender sender is not provisioned");
  }

  @Test
  void ofASenderThatHasSpoiledItsOutboxStayWhereTheyAre() {
    refused(1);
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
    Letter letter = letters().get(0);
    wire.redis().del(Wire.KEYS.outbox("sender"));
    wire.redis().set(Wire.KEYS.outbox("sender"), new byte[] {1});
    assertThatThrownBy(() -> box.replay(letter))
        .isInstanceOf(LetterException.class)
        .hasMessageStartingWith(
            letter.id() + " cannot be replayed: the outbox of sender takes nothing: ");
    wire.redis().del(Wire.KEYS.outbox("sender"));
    system.allow("sender", "receiver");
    box.replay(letters().get(0));
    await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));
    nothingIsLeft();
  }

  @Test
  void ofATargetThatHasSpoiledItsLanesAreDropped() {
    refused(1);
    wire.redis().del(Wire.KEYS.order("receiver"));
    wire.redis().set(Wire.KEYS.order("receiver"), new byte[] {1});
    assertThat(box.drop(letters().get(0))).isTrue();
    assertThat(letters()).isEmpty();
  }

  @Test
  void ofARedisWithTheFunctionsOfAnotherVersionAreNotReplayed() {
    refused(1);
    Letter letter = letters().get(0);
    system.stopGateway();
    wire.redis().functionFlush(io.lettuce.core.FlushMode.SYNC);
    assertThatThrownBy(() -> box.replay(letter))
        .isExactlyInstanceOf(io.mas.MasException.class)
        .hasMessageContaining("functions of another version");
  }

  @Test
  void areFoundByTimeOverAllShards() {
    for (int i = 0; i < 40; i++) {
      wire.addAs(Keys.deadLetters(i % 3), (1000 + i) + "-0", Map.of("decision", new byte[] {'X'}));
    }
    wire.addAs(Keys.deadLetters(9), "1005-0", Map.of("decision", new byte[] {'X'}));
    List<String> newest = new ArrayList<>();
    box.newestFirst().forEachRemaining(letter -> newest.add(letter.id().entry()));
    assertThat(newest).hasSize(41).startsWith("1039-0", "1038-0").endsWith("1001-0", "1000-0");
    List<String> oldest = new ArrayList<>();
    var scan = box.oldestFirst();
    wire.addAs(Keys.deadLetters(9), "9999-0", Map.of("decision", new byte[] {'X'}));
    scan.forEachRemaining(letter -> oldest.add(letter.id().entry()));
    java.util.Collections.reverse(oldest);
    assertThat(oldest).isEqualTo(newest);
  }

  @Test
  void thatAreDroppedAreGoneAndCanNotBeReplayed() {
    refused(1);
    Letter letter = letters().get(0);
    assertThat(box.drop(letter)).isTrue();
    assertThat(box.drop(letter)).isFalse();
    assertThat(box.find(letter.id())).isEmpty();
    assertThatThrownBy(() -> box.replay(letter)).isInstanceOf(LetterException.class);
    nothingIsLeft();
    assertThat(receiver.received()).isEmpty();
  }
}
