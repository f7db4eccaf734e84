package io.mas.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GreetingIT {
  record Greeting(String hello) {}

  record Seen(int seen) {}

  static class Echo extends Agent<Seen> {
    @On("greeting.request")
    void greet(Greeting greeting, Message message) {
      int seen = state().seen() + 1;
      updateState(new Seen(seen));
      message.reply(
          "greeting.response", Map.of("reply", "echo: " + greeting.hello(), "seen", seen));
    }
  }

  static class Greeter extends Agent<Void> {
    Message ask(String hello) {
      return request("echo", "greeting.request", Map.of("hello", hello), Duration.ofSeconds(10));
    }
  }

  @Test
  void twoAgentsTalkThroughTheGateway() {
    try (TestSystem system = TestSystem.start()) {
      system.allow("greeter", "echo");
      system.run("echo", new Echo());
      Greeter greeter = new Greeter();
      system.run("greeter", greeter);
      assertThat(greeter.ask("world").data().path("reply").asText()).isEqualTo("echo: world");
      assertThat(greeter.ask("again").data().path("seen").asInt()).isEqualTo(2);
    }
  }
}
