package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.Agent;
import io.mas.AgentDefinitionException;
import io.mas.Message;
import io.mas.On;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // handlers are called by reflection
class HandlerTableTest {
  record Payload(String text) {}

  static class Typed extends Agent<Void> {
    @On("both")
    void both(Payload payload, Message message) {}

    @On("swapped")
    void swapped(Message message, Payload payload) {}

    @On("payload")
    void payload(List<Payload> payload) {}

    @On("message")
    void message(Message message) {}

    @On("nothing")
    void nothing() {}

    @On("private")
    private void hidden(Payload payload) {}

    @On(value = "reply", reply = "reply.result", maxAttempts = 3)
    int reply() {
      return 1;
    }

    @On("later")
    CompletionStage<Void> later() {
      return CompletableFuture.completedFuture(null);
    }

    void noHandler(String text, int number) {}
  }

  @Test
  void knowsPayloadAndMessageInEitherOrder() {
    HandlerTable table = HandlerTable.of(Typed.class);
    places(table.of("both"), 0, 1);
    places(table.of("swapped"), 1, 0);
    places(table.of("payload"), 0, -1);
    places(table.of("message"), -1, 0);
    places(table.of("nothing"), -1, -1);
    places(table.of("private"), 0, -1);
    assertThat(table.of("both").payload().toCanonical()).isEqualTo(Payload.class.getName());
    assertThat(table.of("payload").payload().toCanonical())
        .isEqualTo("java.util.List<" + Payload.class.getName() + ">");
    assertThat(table.of("message").payload()).isNull();
    assertThat(table.of("other")).isNull();
  }

  @Test
  void knowsReplyTypeAndAttempts() {
    Handler handler = HandlerTable.of(Typed.class).of("reply");
    assertThat(handler.reply()).isEqualTo("reply.result");
    assertThat(handler.maxAttempts()).isEqualTo(3);
    assertThat(HandlerTable.of(Typed.class).of("both").reply()).isEmpty();
  }

  @Test
  void anAgentWithoutHandlersHasNone() {
    assertThat(HandlerTable.of(new Agent<Void>() {}.getClass()).of("both")).isNull();
  }

  static class InheritingBase extends Agent<Void> {
    @On("inherited")
    void inherited(Payload payload) {}

    @On("overridden")
    void overridden(Message message) {}

    @On("renamed.before")
    void renamed() {}

    @On("secret")
    private void secret() {}
  }

  static class Inheriting extends InheritingBase {
    @Override
    void overridden(Message message) {}

    @Override
    @On("renamed.now")
    void renamed() {}

    void secret() {}
  }

  @Test
  void handlersAreInheritedAndOverridden() {
    HandlerTable table = HandlerTable.of(Inheriting.class);
    assertThat(table.of("inherited").method().getDeclaringClass()).isEqualTo(InheritingBase.class);
    assertThat(table.of("overridden").method().getDeclaringClass()).isEqualTo(Inheriting.class);
    assertThat(table.of("renamed.now").method().getDeclaringClass()).isEqualTo(Inheriting.class);
    assertThat(table.of("renamed.before")).as("its override has another type").isNull();
    assertThat(table.of("secret").method().getDeclaringClass())
        .as("a private method is not overridden")
        .isEqualTo(InheritingBase.class);
  }

  abstract static class Generic<P, S> extends Agent<S> {
    @On("one")
    void one(P payload, Message message) {}

    @On("many")
    void many(Map<String, List<P>> payloads) {}

    @On("abstract")
    abstract void required(P payload);

    @On("bridged")
    void bridged(P payload) {}
  }

  static class Concrete extends Generic<Payload, Void> {
    @Override
    void required(Payload payload) {}

    @Override
    @On("bridged")
    void bridged(Payload payload) {}
  }

  @Test
  void payloadTypesOfAGenericSuperclassAreResolved() {
    HandlerTable table = HandlerTable.of(Concrete.class);
    assertThat(table.of("one").payload().toCanonical()).isEqualTo(Payload.class.getName());
    assertThat(table.of("many").payload().toCanonical())
        .isEqualTo(
            "java.util.Map<java.lang.String,java.util.List<" + Payload.class.getName() + ">>");
  }

  @Test
  void anOverrideOfAGenericHandlerIsTheSameHandler() {
    HandlerTable table = HandlerTable.of(Concrete.class);
    for (String type : List.of("abstract", "bridged")) {
      assertThat(table.of(type).payload().toCanonical()).isEqualTo(Payload.class.getName());
      assertThat(table.of(type).method().getDeclaringClass()).isEqualTo(Concrete.class);
    }
  }

  interface Pinging {
    @On("ping")
    default void ping(Payload payload) {}

    @On("pong")
    void pong(Payload payload);
  }

  interface PingingTwice extends Pinging {
    @Override
    default void ping(Payload payload) {}
  }

  static class Implementing extends Agent<Void> implements Pinging, PingingTwice {
    @Override
    public void pong(Payload payload) {}
  }

  @Test
  void handlersOfInterfacesAreInheritedToo() {
    HandlerTable table = HandlerTable.of(Implementing.class);
    assertThat(table.of("ping")).isNotNull();
    assertThat(table.of("pong").method().getDeclaringClass()).isEqualTo(Implementing.class);
  }

  static class Twice extends Agent<Void> {
    @On("same")
    void zulu(Payload payload) {}

    @On("same")
    void alpha(Message message, Payload payload) {}
  }

  static class TwiceInherited extends InheritingBase {
    @On("inherited")
    void another() {}
  }

  @Test
  void twoHandlersForOneTypeAreBothNamed() {
    String name = Twice.class.getName();
    assertThatThrownBy(() -> HandlerTable.of(Twice.class))
        .isInstanceOf(AgentDefinitionException.class)
        .hasMessage(
            "two handlers for message type 'same': %s.alpha(Message, Payload) and %s.zulu(Payload)",
            name, name);
    assertThatThrownBy(() -> HandlerTable.of(TwiceInherited.class))
        .isInstanceOf(AgentDefinitionException.class)
        .hasMessageContaining(InheritingBase.class.getName() + ".inherited(Payload)")
        .hasMessageContaining(TwiceInherited.class.getName() + ".another()");
  }

  static class TwoPayloads extends Agent<Void> {
    @On("t")
    void wrong(Payload one, Payload two) {}
  }

  static class TwoMessages extends Agent<Void> {
    @On("t")
    void wrong(Message one, Message two) {}
  }

  static class Three extends Agent<Void> {
    @On("t")
    void wrong(Payload one, Message two, int three) {}
  }

  static class Static extends Agent<Void> {
    @On("t")
    static void wrong() {}
  }

  static class NoType extends Agent<Void> {
    @On("")
    void wrong() {}
  }

  static class BadType extends Agent<Void> {
    @On("greeting request")
    void wrong() {}
  }

  static class BadReply extends Agent<Void> {
    @On(value = "t", reply = "*")
    int wrong() {
      return 1;
    }
  }

  static class NegativeAttempts extends Agent<Void> {
    @On(value = "t", maxAttempts = -1)
    void wrong() {}
  }

  static class ReplyOfNothing extends Agent<Void> {
    @On(value = "t", reply = "r")
    void wrong() {}
  }

  static class ReplyOfNothingLater extends Agent<Void> {
    @On(value = "t", reply = "r")
    CompletableFuture<Void> wrong() {
      return CompletableFuture.completedFuture(null);
    }
  }

  static class ValueWithoutReply extends Agent<Void> {
    @On("t")
    int wrong() {
      return 1;
    }
  }

  static class ValueLaterWithoutReply extends Agent<Void> {
    @On("t")
    CompletableFuture<Integer> wrong() {
      return CompletableFuture.completedFuture(1);
    }
  }

  static class Stages extends Agent<Void> {
    @On(value = "t", reply = "r")
    CompletableFuture<Integer> later() {
      return CompletableFuture.completedFuture(1);
    }

    @On("raw")
    CompletionStage<?> any() {
      return CompletableFuture.completedFuture(null);
    }
  }

  private static final Map<String, Class<?>> WRONG =
      Map.ofEntries(
          Map.entry("takes more than a payload and a Message|1", TwoPayloads.class),
          Map.entry("takes more than a payload and a Message|2", TwoMessages.class),
          Map.entry("takes more than a payload and a Message|3", Three.class),
          Map.entry("must not be static", Static.class),
          Map.entry("needs a message type of 1 to 128 |1", NoType.class),
          Map.entry("needs a message type of 1 to 128 |2", BadType.class),
          Map.entry("has a reply type that is no message type", BadReply.class),
          Map.entry("has a negative maxAttempts", NegativeAttempts.class),
          Map.entry("names a reply type but returns nothing|1", ReplyOfNothing.class),
          Map.entry("names a reply type but returns nothing|2", ReplyOfNothingLater.class),
          Map.entry("returns a value but names no reply type|1", ValueWithoutReply.class),
          Map.entry("returns a value but names no reply type|2", ValueLaterWithoutReply.class));

  @ParameterizedTest
  @MethodSource("wrong")
  void aMethodOfAWrongShapeIsNamedWithWhatIsWrong(String what, Class<?> agent) {
    assertThatThrownBy(() -> HandlerTable.of(agent))
        .isInstanceOf(AgentDefinitionException.class)
        .hasMessageStartingWith("@On method " + agent.getName() + ".wrong(")
        .hasMessageContaining(") " + what);
  }

  static List<Arguments> wrong() {
    return WRONG.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey().replaceAll("[|].*", ""), entry.getValue()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "raw"})
  void aStageMayCarryTheReplyOrAnything(String type) {
    assertThat(HandlerTable.of(Stages.class).of(type)).isNotNull();
  }

  @Test
  void whatAHandlerThrowsComesOutAsItIs() {
    IllegalStateException thrown = new IllegalStateException("x");
    class Throwing extends Agent<Void> {
      @On("t")
      void fail() {
        throw thrown;
      }
    }
    Handler handler = HandlerTable.of(Throwing.class).of("t");
    assertThatThrownBy(() -> handler.call(new Throwing(), new Object[0])).isSameAs(thrown);
  }

  private static void places(Handler handler, int payload, int message) {
    assertThat(handler.payloadIndex()).isEqualTo(payload);
    assertThat(handler.messageIndex()).isEqualTo(message);
  }
}
