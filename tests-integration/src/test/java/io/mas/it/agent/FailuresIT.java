package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mas.Agent;
import io.mas.AgentSettings;
import io.mas.Decision;
import io.mas.Message;
import io.mas.MessageRejectedException;
import io.mas.On;
import io.mas.PayloadMappingException;
import io.mas.PayloadValidationException;
import io.mas.TerminalException;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresIT {
  record Address(@NotBlank String street) {}

  record Order(@NotBlank String name, @Min(1) int count, @NotNull @Valid Address address) {}

  static class Failing extends Agent<Failing.Count> {
    record Count(int count) {}

    final List<Integer> attempts = new CopyOnWriteArrayList<>();
    final List<String> handled = new CopyOnWriteArrayList<>();

    @On("twice")
    void failsTwice(Message message) {
      attempts.add(message.attempt());
      send("listener", "of.attempt." + message.attempt(), Map.of());
      updateState(new Count(state().count() + 1));
      if (message.attempt() < 3) {
        throw new IllegalStateException("not yet");
      }
    }

    @On("always")
    void fails(Message message) {
      attempts.add(message.attempt());
      send("listener", "never", Map.of());
      throw new IllegalArgumentException("secret-in-the-text");
    }

    @On(value = "once", maxAttempts = 1)
    void failsOnce(Message message) {
      attempts.add(message.attempt());
      throw new IllegalStateException();
    }

    @On("terminal")
    void terminal(Message message) {
      attempts.add(message.attempt());
      throw new TerminalException("no use");
    }

    @On("stage")
    CompletionStage<Void> stage(Message message) {
      attempts.add(message.attempt());
      return CompletableFuture.failedFuture(new TerminalException("no use"));
    }

    @On("overflow")
    void overflow(Message message) {
      attempts.add(message.attempt());
      endless(0);
    }

    @SuppressWarnings("InfiniteRecursion")
    private int endless(int depth) {
      return endless(depth + 1) + 1;
    }

    @On("memory")
    void memory(Message message) {
      attempts.add(message.attempt());
      throw new OutOfMemoryError("of a test");
    }

    @On("order")
    void order(Order order) {
      handled.add(order.name());
    }

    @On("parameter")
    void parameter(@NotNull @Min(3) Integer number) {
      handled.add("number " + number);
    }

    @On("fine")
    void fine(Message message) {
      handled.add("fine");
      if (message.expectsReply()) {
        message.reply("done", Map.of());
      }
    }
  }

  private TestSystem system;
  private Wire wire;
  private final Listener asker = new Listener();
  private final Listener listener = new Listener();
  private int agents;

  @BeforeAll
  void start() {
    system = TestSystem.start();
    wire = Wire.to(system.redisUrl());
    system.run("asker", asker);
    system.run("listener", listener);
  }

  @AfterAll
  void stop() {
    wire.close();
    system.close();
  }

  private String run(Failing agent) {
    String id = "failing" + agents++;
    system.allow("asker", id).allow(id, "listener");
    system.run(new AgentSettings(id, 1, 3, List.of(), Map.of()), agent);
    return id;
  }

  private void goesOn(String id, Failing agent) {
    assertThat(asker.request(id, "fine", Map.of(), Duration.ofSeconds(20)).type())
        .isEqualTo("done");
    assertThat(agent.handled).contains("fine");
    await().untilAsserted(() -> assertThat(wire.unsettled()).isEmpty());
  }

  private void becomesADeadLetter(String id, String message, String cause, int attempts) {
    await().untilAsserted(() -> assertThat(wire.deadLetters(message)).hasSize(1));
    Map<String, String> letter = wire.deadLetters(message).get(0);
    assertThat(letter)
        .containsEntry("decision", "HANDLER_FAILED")
        .containsEntry("attempts", Integer.toString(attempts))
        .containsEntry("from", id)
        .containsEntry("sender", "asker")
        .containsEntry("target", id);
    assertThat(letter.get("reason")).contains(cause);
  }

  @Test
  void triesAgainAndLetsNothingOfAFailedTurnBeSeen() {
    Failing agent = new Failing();
    String id = run(agent);
    asker.send(id, "twice", Map.of());
    await().untilAsserted(() -> assertThat(listener.types()).contains("of.attempt.3"));
    goesOn(id, agent);
    assertThat(agent.attempts).containsExactly(1, 2, 3);
    assertThat(listener.types()).doesNotContain("of.attempt.1", "of.attempt.2");
    assertThat(wire.hash(Wire.KEYS.state(id))).containsEntry("count", "1");
  }

  @Test
  void makesADeadLetterWithCauseAndAttemptsOfWhatAlwaysFails() {
    Failing agent = new Failing();
    String id = run(agent);
    String message = asker.send(id, "always", Map.of());
    becomesADeadLetter(id, message, IllegalArgumentException.class.getName(), 3);
    goesOn(id, agent);
    assertThat(agent.attempts).containsExactly(1, 2, 3);
    assertThat(listener.types()).doesNotContain("never");
    assertThat(wire.deadLetters(message)).hasSize(1);
    assertThat(wire.deadLetters(message).toString()).doesNotContain("secret-in-the-text");
  }

  @Test
  void countsTheHandlersOwnLimit() {
    Failing agent = new Failing();
    String id = run(agent);
    String message = asker.send(id, "once", Map.of());
    becomesADeadLetter(id, message, IllegalStateException.class.getName(), 1);
    assertThat(agent.attempts).containsExactly(1);
  }

  @Test
  void triesATerminalFailureOnceAndTellsTheAsker() {
    Failing agent = new Failing();
    String id = run(agent);
    assertThatThrownBy(() -> asker.request(id, "terminal", Map.of(), Duration.ofSeconds(20)))
        .isInstanceOfSatisfying(
            MessageRejectedException.class,
            e -> assertThat(e.decision()).isEqualTo(Decision.HANDLER_FAILED));
    assertThat(agent.attempts).containsExactly(1);
    goesOn(id, agent);
    assertThat(wire.deadLettersFrom(id)).hasSize(1);
  }

  @Test
  void takesAFailedStageForAFailedHandler() {
    Failing agent = new Failing();
    String id = run(agent);
    String message = asker.send(id, "stage", Map.of());
    becomesADeadLetter(id, message, TerminalException.class.getName(), 1);
    assertThat(agent.attempts).containsExactly(1);
  }

  @Test
  void outlivesErrorsOfHandlers() {
    Failing agent = new Failing();
    String id = run(agent);
    String overflow = asker.send(id, "overflow", Map.of());
    String memory = asker.send(id, "memory", Map.of());
    becomesADeadLetter(id, overflow, StackOverflowError.class.getName(), 3);
    becomesADeadLetter(id, memory, OutOfMemoryError.class.getName(), 3);
    goesOn(id, agent);
    assertThat(agent.attempts).containsExactly(1, 2, 3, 1, 2, 3);
  }

  @Test
  void tellsTheAskerWhatIsWrongWithAPayloadAndDoesNotCallTheHandler() {
    Failing agent = new Failing();
    String id = run(agent);
    Map<String, Object> bad =
        Map.of("name", " ", "count", 0, "address", Map.of("street", ""), "more", "secret-value");
    assertThatThrownBy(() -> asker.request(id, "order", bad, Duration.ofSeconds(20)))
        .isInstanceOfSatisfying(
            PayloadValidationException.class,
            e -> {
              assertThat(e.decision()).isEqualTo(Decision.VALIDATION_FAILED);
              assertThat(e.violations())
                  .hasSize(3)
                  .anySatisfy(text -> assertThat(text).startsWith("address.street: "))
                  .anySatisfy(text -> assertThat(text).startsWith("count: "))
                  .anySatisfy(text -> assertThat(text).startsWith("name: "));
              assertThat(e).hasMessageNotContaining("secret-value");
            });
    assertThatThrownBy(() -> asker.request(id, "parameter", 2, Duration.ofSeconds(20)))
        .isInstanceOfSatisfying(
            PayloadValidationException.class, e -> assertThat(e.violations()).hasSize(1));
    goesOn(id, agent);
    assertThat(agent.handled).containsExactly("fine");
  }

  @Test
  void tellsTheAskerOfAPayloadOfAWrongType() {
    Failing agent = new Failing();
    String id = run(agent);
    List<Object> payloads =
        List.of(
            Map.of("name", "a", "count", "secret-text", "address", Map.of("street", "s")),
            Map.of("name", "a", "count", 1.5, "address", Map.of("street", "s")),
            Map.of("name", "a", "count", 1, "address", "secret-text"),
            Map.of("name", Map.of(), "count", 1),
            List.of("secret-text"),
            "secret-text",
            17);
    for (Object payload : payloads) {
      assertThatThrownBy(() -> asker.request(id, "order", payload, Duration.ofSeconds(20)))
          .as("%s", payload)
          .isInstanceOfSatisfying(
              PayloadValidationException.class,
              e -> {
                assertThat(e.violations()).isNotEmpty();
                assertThat(e).hasMessageNotContaining("secret-text");
              });
    }
    goesOn(id, agent);
    assertThat(agent.handled).containsExactly("fine");
  }

  @Test
  void takesANullPayloadForAViolation() {
    Failing agent = new Failing();
    String id = run(agent);
    assertThatThrownBy(() -> asker.request(id, "order", null, Duration.ofSeconds(20)))
        .isInstanceOf(PayloadValidationException.class);
    goesOn(id, agent);
  }

  @Test
  void makesADeadLetterOfASentPayloadThatFails() {
    Failing agent = new Failing();
    String id = run(agent);
    String message = asker.send(id, "order", Map.of("name", "only"));
    await().untilAsserted(() -> assertThat(wire.deadLetters(message)).hasSize(1));
    assertThat(wire.deadLetters(message).get(0))
        .containsEntry("decision", "VALIDATION_FAILED")
        .containsEntry("attempts", "1");
    goesOn(id, agent);
    assertThat(agent.handled).containsExactly("fine");
  }

  @Test
  void refusesAPayloadOverOneMebibyteWhereItIsSent() {
    Failing agent = new Failing();
    String id = run(agent);
    String tooLong = "x".repeat(1024 * 1024);
    assertThatThrownBy(() -> asker.send(id, "fine", tooLong))
        .isInstanceOf(PayloadMappingException.class)
        .hasMessageContaining("1048578");
    assertThatThrownBy(() -> asker.request(id, "fine", tooLong, Duration.ofSeconds(20)))
        .isInstanceOf(PayloadMappingException.class);
    goesOn(id, agent);
  }

  @Test
  void carriesAPayloadOfOneMebibyteAndMakesADeadLetterOfIt() {
    Failing agent = new Failing();
    String id = run(agent);
    String longest = "x".repeat(1024 * 1024 - 2);
    assertThat(asker.request(id, "fine", longest, Duration.ofSeconds(20)).type()).isEqualTo("done");
    String message = asker.send(id, "terminal", longest);
    becomesADeadLetter(id, message, TerminalException.class.getName(), 1);
    goesOn(id, agent);
  }

  @Test
  void refusesADataThatJsonCannotHold() {
    Failing agent = new Failing();
    String id = run(agent);
    Object[] itself = new Object[1];
    itself[0] = itself;
    assertThatThrownBy(() -> asker.send(id, "fine", itself))
        .isInstanceOf(PayloadMappingException.class);
    goesOn(id, agent);
  }

  @Test
  void refusesTargetsAndTypesThatAreNoNames() {
    assertThatThrownBy(() -> asker.send("no:colon", "fine", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> asker.send("*", "fine", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> asker.send("listener", "a type", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
