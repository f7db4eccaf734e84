package io.mas.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mas.AgentRecord;
import io.mas.AgentSettings;
import io.mas.RunningAgent;
import io.mas.it.support.Listener;
import io.mas.testkit.TestSystem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryIT {
  static class Described extends Listener {
    @Override
    protected Map<String, Object> metadata() {
      return Map.of("model", "m1", "size", 3, "nested", Map.of("flag", true));
    }
  }

  private TestSystem system;

  @BeforeAll
  void start() {
    system = TestSystem.start();
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private RunningAgent run(String id, Listener agent, String... capabilities) {
    return system.run(
        new AgentSettings(id, 1, 5, List.of(capabilities), Map.of("zone", "z-" + id)), agent);
  }

  private static List<String> found(Listener asker, String... capabilities) {
    return asker.discover(capabilities).stream().map(AgentRecord::id).toList();
  }

  @Test
  void findsTheActiveOnesThatHaveAnyOfTheCapabilitiesAndMayBeReached() {
    Listener asker = new Listener();
    run("asker", asker, "translate");
    system.allow("asker", "a-both", "b-one", "c-gone", "d-never", "asker");
    run("a-both", new Described(), "translate", "sum");
    run("b-one", new Listener(), "sum");
    RunningAgent gone = run("c-gone", new Listener(), "translate");
    run("e-forbidden", new Listener(), "translate");
    system.provision("d-never");
    await()
        .untilAsserted(
            () ->
                assertThat(found(asker, "translate")).containsExactly("a-both", "asker", "c-gone"));
    assertThat(found(asker, "translate", "sum"))
        .containsExactly("a-both", "asker", "b-one", "c-gone");
    assertThat(found(asker)).containsExactly("a-both", "asker", "b-one", "c-gone");
    assertThat(found(asker, "nothing-like-it")).isEmpty();
    gone.stop();
    await()
        .untilAsserted(
            () -> assertThat(found(asker, "translate")).containsExactly("a-both", "asker"));
    AgentRecord described = asker.discover("translate").get(0);
    assertThat(described.status()).isEqualTo("ACTIVE");
    assertThat(described.capabilities()).containsExactly("translate", "sum");
    assertThat(described.metadata())
        .containsEntry("zone", "z-a-both")
        .containsEntry("model", "m1")
        .containsEntry("size", 3)
        .containsEntry("nested", Map.of("flag", true));
  }

  @Test
  void broadcastsToAllThatMayBeReachedButItself() {
    Listener caller = new Listener();
    Listener one = new Listener();
    Listener two = new Listener();
    Listener forbidden = new Listener();
    run("caller", caller, "news");
    system.allow("caller", "caller", "news-one", "news-two");
    run("news-one", one, "news");
    run("news-two", two, "news");
    run("news-three", forbidden, "news");
    await().untilAsserted(() -> assertThat(found(caller, "news")).hasSize(3));
    assertThat(caller.broadcast("news", "headline", Map.of("n", 1))).isEqualTo(2);
    await()
        .untilAsserted(
            () -> {
              assertThat(one.types()).containsExactly("headline");
              assertThat(two.types()).containsExactly("headline");
            });
    assertThat(caller.types()).isEmpty();
    assertThat(forbidden.types()).isEmpty();
  }

  @Test
  void readsTheCapabilitiesOfTheAgentItself() {
    Listener agent = new Listener();
    run("self", agent, "one", "two");
    assertThat(agent.capabilities()).containsExactly("one", "two");
    assertThat(agent.id()).isEqualTo("self");
    assertThat(agent.instanceId()).isNotEmpty();
  }
}
