package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.Agent;
import io.mas.Decision;
import io.mas.Message;
import io.mas.On;
import io.mas.Rejection;
import io.mas.protocol.Envelope;
import io.mas.protocol.Kind;
import io.mas.protocol.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvokerTest {
  record Greeting(@NotBlank String hello) {}

  private final List<Object> seen = new ArrayList<>();

  class Echo extends Agent<Void> {
    @On("greet")
    void greet(Greeting greeting, Message message) {
      seen.add(greeting);
      seen.add(message.id());
    }

    @On("text")
    void text(@Size(max = 3) String text) {
      seen.add(text);
    }

    @On("all")
    void all(@Valid List<Greeting> greetings) {
      seen.addAll(greetings);
    }

    @On("each")
    void each(List<@Valid Greeting> greetings) {
      seen.addAll(greetings);
    }

    @On(value = "sum", reply = "sum.result", maxAttempts = 2)
    int sum() {
      return 3;
    }

    @On(value = "none", reply = "none.result")
    String none() {
      return null;
    }

    @On(value = "later", reply = "later.result")
    CompletionStage<Integer> later() {
      return CompletableFuture.supplyAsync(() -> 4);
    }

    @On("fails.later")
    CompletionStage<Void> failsLater() {
      return CompletableFuture.failedFuture(new IllegalStateException("later"));
    }
  }

  private final AgentHooks hooks =
      new AgentHooks() {
        private final Echo echo = new Echo();

        @Override
        public Object agent() {
          return echo;
        }

        @Override
        public void onStart() {}

        @Override
        public void onStop() {}

        @Override
        public void onMessage(Message message) {
          seen.add("onMessage " + message.type());
        }

        @Override
        public void onRejected(Rejection rejection) {
          seen.add(rejection);
        }

        @Override
        public Map<String, Object> metadata() {
          return Map.of();
        }
      };

  private final Invoker invoker =
      new Invoker(hooks, HandlerTable.of(Echo.class), new PayloadReader());

  @Test
  void callsTheHandlerWithPayloadAndMessage() throws Throwable {
    invoke("greet", "{\"hello\":\"world\"}");
    assertThat(seen).containsExactly(new Greeting("world"), new UUID(1, 2).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "greet | {'hello':' '} | hello: must not be blank",
        "greet | {'hello':    | payload: the payload is not JSON within the bounds",
        "text  | 'long'       | text.text: size must be between 0 and 3",
        "each  | [{'hello':'a'},{'hello':''}] | each.greetings[1].hello: must not be blank",
        "all   | [{'hello':'a'},{'hello':''}] | all.greetings[1].hello: must not be blank"
      })
  void whatDoesNotFitNeverReachesTheHandler(String type, String payload, String violation) {
    assertThatThrownBy(() -> invoke(type, payload.replace('\'', '"')))
        .isInstanceOf(InvalidPayload.class)
        .hasMessageStartingWith(violation);
    assertThat(seen).isEmpty();
  }

  @Test
  void repliesWithWhatTheHandlerReturns() throws Throwable {
    invoke("sum", "null");
    invoke("later", "null");
    invoke("none", "null");
    assertThat(seen).containsExactly("sum.result=3", "later.result=4", "none.result=null");
  }

  @Test
  void aStageThatFailsIsAHandlerThatThrows() {
    assertThatThrownBy(() -> invoke("fails.later", "null"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("later");
  }

  @Test
  void aTypeWithoutHandlerGoesToOnMessage() throws Throwable {
    invoke("other", "1");
    assertThat(seen).containsExactly("onMessage other");
  }

  @Test
  void aRejectionGoesToOnRejected() throws Throwable {
    Rejection rejection =
        new Rejection("m", "echo", "greet", Decision.AUTHZ_DENIED, "r", null, List.of());
    invoker.invoke(delivery(Kind.REJECTION, "greet", Refusal.write(rejection)), null);
    assertThat(seen).containsExactly(rejection);
  }

  @Test
  void aHandlersOwnLimitOfAttemptsComesBeforeTheAgents() {
    assertThat(invoker.maxAttempts("sum", 5)).isEqualTo(2);
    assertThat(invoker.maxAttempts("greet", 5)).isEqualTo(5);
    assertThat(invoker.maxAttempts("other", 5)).isEqualTo(5);
  }

  private void invoke(String type, String payload) throws Throwable {
    invoker.invoke(
        delivery(Kind.REQUEST, type, payload.getBytes(StandardCharsets.UTF_8)),
        (replyType, data) -> seen.add(replyType + "=" + data));
  }

  private static Delivery delivery(Kind kind, String type, byte[] payload) {
    Envelope envelope =
        new Envelope(
            kind, new UUID(1, 2), "a", "i1", "echo", "", type, 1, 1, null, 0, null, Map.of());
    return new Delivery(
        1, Settlement.Source.INBOX, "5-0", envelope, new byte[0], payload, null, "", Tries.NONE);
  }
}
