package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.mas.Message;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a handler has been answered, when it is run again. */
class AnswersTest {
  private static final UUID ID = new UUID(1, 7);

  private final Messages messages = new Messages("asker", "i1", InstantSource.system());
  private final Outgoing request = messages.request(ID, "echo", "ask", 1, 0);
  private final Message reply = new ReceivedMessage(request.envelope(), tree(), 1, null);
  private final Answers answers = new Answers();

  private static JsonNode tree() {
    return IntNode.valueOf(2);
  }

  @Test
  void theSameRequestGetsTheReplyItHasGot() {
    answers.keep(request, reply);
    assertThat(answers.to(messages.request(ID, "echo", "ask", 1, 99))).isSameAs(reply);
  }

  @Test
  void aRequestThatHasNotBeenAnsweredHasNone() {
    answers.keep(request, reply);
    assertThat(answers.to(messages.request(new UUID(1, 8), "echo", "ask", 1, 0))).isNull();
  }

  @Test
  void aRequestThatHasBecomeAnotherIsAskedAnew() {
    answers.keep(request, reply);
    assertThat(answers.to(messages.request(ID, "other", "ask", 1, 0))).isNull();
    assertThat(answers.to(messages.request(ID, "echo", "tell", 1, 0))).isNull();
    assertThat(answers.to(messages.request(ID, "echo", "ask", 2, 0))).isNull();
  }

  @Test
  void whatIsForgottenIsAskedAnew() {
    answers.keep(request, reply);
    answers.forget();
    assertThat(answers.to(request)).isNull();
  }
}
