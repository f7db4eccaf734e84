package io.mas.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.mas.AgentSettings;
import io.mas.Health;
import io.mas.RunningAgent;
import io.mas.gateway.Provisioning;
import io.mas.it.support.Listener;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** An agent's Redis user is switched off while an instance runs, and on again. */
class ShutOutIT {
  private static final String USER = "mas-agent-agent";
  private static final String SHUT_OUT =
      "Redis lets the agent in no more: it was revoked or removed, or Redis has forgotten its user";

  /** More heartbeats than one of the lease below. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.mas.internal.runtime");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final TestSystem system = TestSystem.start().allow("sender", "agent");
  private final Wire wire = Wire.to(system.redisUrl());
  private final Provisioning provisioning = Provisioning.at(system.redisUrl(), true);

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
    provisioning.close();
    wire.close();
    system.close();
  }

  private List<String> logged(Level level, String agent) {
    return List.copyOf(logged.list).stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.startsWith("agent " + agent))
        .toList();
  }

  /**
   * @param connectionsEnd whether what was logged in is thrown out too, as {@code agent revoke}
   *     does; else it is refused command by command
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysSoAndComesBackWhenItIsLetInAgain(boolean connectionsEnd) {
    Listener sender = new Listener();
    Listener receiver = new Listener();
    system.run("sender", sender);
    RunningAgent running =
        system.run(AgentSettings.of("agent").withLease(Duration.ofSeconds(3)), receiver);
    assertThat(running.health()).isEqualTo(Health.ok());

    AclSetuserArgs off = AclSetuserArgs.Builder.off();
    wire.redis().aclSetuser(USER, connectionsEnd ? off : off.noCommands());
    if (connectionsEnd) {
      wire.redis().clientKill(KillArgs.Builder.user(USER));
    }
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(running.health()).isEqualTo(Health.down(SHUT_OUT)));
    assertThat(logged(Level.WARN, "agent"))
        .contains(
            "agent agent/%s is not let in by Redis any more; it handles nothing until it is"
                .formatted(running.instanceId()));
    sender.send("agent", "meanwhile", Map.of());
    await().until(() -> wire.redis().xlen(Wire.KEYS.inbox("agent")) == 1);
    await() // several heartbeats
        .during(Duration.ofSeconds(3))
        .atMost(SOON)
        .until(() -> !running.health().up() && receiver.received().isEmpty());
    assertThat(logged(Level.ERROR, "agent"))
        .as("said once, not with each heartbeat")
        .filteredOn(message -> message.endsWith(SHUT_OUT))
        .hasSize(1);

    assertThat(provisioning.renew(system.provision("agent"))).isTrue();
    await().atMost(SOON.multipliedBy(2)).until(() -> running.health().up());
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("meanwhile"));
    assertThat(logged(Level.INFO, "agent")).anyMatch(m -> m.endsWith("is let in by Redis again"));
  }
}
