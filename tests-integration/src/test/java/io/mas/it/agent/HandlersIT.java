package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mas.Agent;
import io.mas.AgentDefinitionException;
import io.mas.Message;
import io.mas.On;
import io.mas.it.support.Listener;
import io.mas.testkit.TestSystem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
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
class HandlersIT {
  enum Colour {
    RED,
    GREEN
  }

  record Inner(String name, boolean set, String nothing) {}

  record Wide(
      int count,
      long large,
      double real,
      BigDecimal exact,
      BigInteger huge,
      Colour colour,
      LocalDate day,
      Instant moment,
      OffsetDateTime local,
      List<Inner> list,
      Map<String, Integer> map,
      Inner nested) {}

  static class Bean {
    @JsonProperty private String text;
    private int number;

    Bean() {}

    Bean(String text, int number) {
      this.text = text;
      this.number = number;
    }

    public int getNumber() {
      return number;
    }

    public void setNumber(int number) {
      this.number = number;
    }
  }

  static class Base extends Agent<Void> {
    final List<String> calls = new CopyOnWriteArrayList<>();

    @On("inherited")
    void inherited(Message message) {
      calls.add("base");
      message.reply("done", Map.of("by", "base"));
    }

    @On("overridden")
    protected void overridden(Message message) {
      message.reply("done", Map.of("by", "base"));
    }

    @SuppressWarnings("UnusedMethod") // a handler is called by reflection
    @On("private")
    private void secret(Message message) {
      message.reply("done", Map.of("by", "base's private one"));
    }
  }

  static class Shapes extends Base {
    @Override
    protected void overridden(Message message) {
      message.reply("done", Map.of("by", "shapes"));
    }

    @On(value = "record", reply = "wide")
    Wide record(Wide wide) {
      return wide;
    }

    @On(value = "bean", reply = "bean")
    Bean bean(Bean bean) {
      return new Bean(bean.text + "!", bean.number + 1);
    }

    @On("both")
    void both(Bean bean, Message message) {
      message.reply("done", Map.of("text", bean.text, "type", message.type()));
    }

    @On("swapped")
    void swapped(Message message, Bean bean) {
      message.reply("done", Map.of("text", bean.text));
    }

    @On("nothing")
    void nothing() {
      calls.add("nothing");
    }

    @On(value = "stage", reply = "sum")
    CompletionStage<Integer> stage(Bean bean) {
      return CompletableFuture.supplyAsync(() -> bean.number + 1);
    }

    @On("stage.nothing")
    CompletionStage<Void> stageOfNothing(Bean bean) {
      return CompletableFuture.runAsync(() -> calls.add("stage of nothing"));
    }

    @On(value = "null", reply = "null.result")
    Bean nullValue() {
      return null;
    }

    @On(value = "list", reply = "list.result")
    List<Bean> list(List<Bean> beans) {
      return beans;
    }

    @On("headers")
    void headers(Message message) {
      assertThat(message.headers()).isEmpty();
      message.reply(
          "done",
          Map.of(
              "attempt", message.attempt(),
              "correlation", message.correlationId().orElse("none"),
              "id", message.id(),
              "sender", message.senderId(),
              "instance", message.senderInstanceId(),
              "target", message.targetId(),
              "expects", message.expectsReply(),
              "reply", message.isReply(),
              "timestamp", message.timestamp().toString()));
    }
  }

  private TestSystem system;
  private final Shapes shapes = new Shapes();
  private final Listener asker = new Listener();

  @BeforeAll
  void start() {
    system = TestSystem.start();
    system.allow("asker", "shapes", "listener");
    system.run("shapes", shapes);
    system.run("asker", asker);
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private Message ask(String type, Object data) {
    return asker.request("shapes", type, data, Duration.ofSeconds(20));
  }

  @Test
  void givesEveryValueOfARecordBackAsItWas() {
    Wide wide =
        new Wide(
            -1,
            Long.MIN_VALUE,
            0.1,
            new BigDecimal("12345678901234567890.12345678901234567890"),
            new BigInteger("123456789012345678901234567890"),
            Colour.GREEN,
            LocalDate.of(2024, 2, 29),
            Instant.parse("2024-02-29T12:00:00.123456789Z"),
            OffsetDateTime.parse("2024-02-29T12:00:00+05:30"),
            List.of(new Inner("a", true, null), new Inner("", false, "x")),
            Map.of("one", 1, "two", 2),
            new Inner("nested \u0000 \uD83D\uDE00", true, null));
    Message reply = ask("record", wide);
    assertThat(reply.dataAs(Wide.class)).isEqualTo(wide);
    assertThat(reply.type()).isEqualTo("wide");
    assertThat(reply.isReply()).isTrue();
    assertThat(reply.expectsReply()).isFalse();
    assertThat(reply.senderId()).isEqualTo("shapes");
  }

  @Test
  void takesAndReturnsPlainClasses() {
    Message reply = ask("bean", new Bean("text", 41));
    assertThat(reply.data().path("text").asText()).isEqualTo("text!");
    assertThat(reply.data().path("number").asInt()).isEqualTo(42);
  }

  @Test
  void takesPayloadAndMessageInEitherOrder() {
    assertThat(ask("both", Map.of("text", "a")).data().path("text").asText()).isEqualTo("a");
    assertThat(ask("swapped", Map.of("text", "b")).data().path("text").asText()).isEqualTo("b");
  }

  @Test
  void takesNothingAtAll() {
    asker.send("shapes", "nothing", Map.of());
    await().untilAsserted(() -> assertThat(shapes.calls).contains("nothing"));
  }

  @Test
  void takesGenericPayloads() {
    Message reply = ask("list", List.of(new Bean("a", 1), new Bean("b", 2)));
    assertThat(reply.data()).hasSize(2);
    assertThat(reply.data().path(1).path("number").asInt()).isEqualTo(2);
  }

  @Test
  void callsInheritedHandlersAndOverridesWithoutTheAnnotation() {
    assertThat(ask("inherited", Map.of()).data().path("by").asText()).isEqualTo("base");
    assertThat(ask("overridden", Map.of()).data().path("by").asText()).isEqualTo("shapes");
    assertThat(ask("private", Map.of()).data().path("by").asText()).isEqualTo("base's private one");
  }

  @Test
  void repliesWithTheValueOfAStage() {
    Message reply = ask("stage", new Bean("", 1));
    assertThat(reply.type()).isEqualTo("sum");
    assertThat(reply.data().asInt()).isEqualTo(2);
  }

  @Test
  void waitsForAStageOfNothing() {
    asker.send("shapes", "stage.nothing", new Bean("", 1));
    await().untilAsserted(() -> assertThat(shapes.calls).contains("stage of nothing"));
  }

  @Test
  void repliesWithNullForANullValue() {
    assertThat(ask("null", Map.of()).data().isNull()).isTrue();
  }

  @Test
  void tellsTheHandlerWhoAsksAndWhatFor() {
    Instant before = Instant.now().minusSeconds(5);
    Message reply = ask("headers", Map.of());
    assertThat(reply.data().path("attempt").asInt()).isEqualTo(1);
    assertThat(reply.data().path("sender").asText()).isEqualTo("asker");
    assertThat(reply.data().path("instance").asText()).isEqualTo(asker.instanceId());
    assertThat(reply.data().path("target").asText()).isEqualTo("shapes");
    assertThat(reply.data().path("expects").asBoolean()).isTrue();
    assertThat(reply.data().path("reply").asBoolean()).isFalse();
    assertThat(Instant.parse(reply.data().path("timestamp").asText()))
        .isBetween(before, Instant.now().plusSeconds(5));
    // a request is its own correlation: its reply bears the request's id
    assertThat(reply.correlationId()).hasValue(reply.data().path("id").asText());
    assertThat(reply.data().path("correlation").asText())
        .isEqualTo(reply.data().path("id").asText());
  }

  @Test
  void handsUnknownTypesToOnMessage() {
    Listener listener = new Listener();
    system.run("listener", listener);
    String id = asker.send("listener", "never.heard.of", Map.of("a", 1));
    await().untilAsserted(() -> assertThat(listener.received()).hasSize(1));
    Message message = listener.received().get(0);
    assertThat(message.id()).isEqualTo(id);
    assertThat(message.expectsReply()).isFalse();
    assertThat(message.correlationId()).isEmpty();
    assertThat(message.data().path("a").asInt()).isEqualTo(1);
    assertThatThrownBy(() -> message.reply("x", Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expects no reply");
  }

  static class Twice extends Agent<Void> {
    @On("same")
    void one() {}

    @On("same")
    void two(Message message) {}
  }

  static class NoReplyType extends Agent<Void> {
    @On("value")
    int value() {
      return 1;
    }
  }

  static class TooMany extends Agent<Void> {
    @On("three")
    void three(Bean bean, Message message, String more) {}
  }

  @Test
  void refusesToStartWithTwoHandlersForOneTypeAndNamesBoth() {
    assertThatThrownBy(() -> system.run("twice", new Twice()))
        .isInstanceOf(AgentDefinitionException.class)
        .hasMessageContaining("'same'")
        .hasMessageContaining("one()")
        .hasMessageContaining("two(Message)");
  }

  @Test
  void refusesToStartWithAHandlerOfAWrongShapeAndNamesIt() {
    assertThatThrownBy(() -> system.run("noreply", new NoReplyType()))
        .isInstanceOf(AgentDefinitionException.class)
        .hasMessageContaining("value()")
        .hasMessageContaining("no reply type");
    assertThatThrownBy(() -> system.run("toomany", new TooMany()))
        .isInstanceOf(AgentDefinitionException.class)
        .hasMessageContaining("three(Bean, Message, String)");
  }
}
