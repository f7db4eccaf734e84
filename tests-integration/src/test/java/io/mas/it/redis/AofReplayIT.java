package io.mas.it.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mas.gateway.Provisioning;
import io.mas.internal.redis.AofReplay;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.RedisServer;
import io.mas.runner.redis.BinaryPreference;
import io.mas.runner.redis.EmbeddedRedis;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A Redis that forgets what functions have written says nothing of it; we do. */
class AofReplayIT {
  private final Logger logger = (Logger) LoggerFactory.getLogger(AofReplay.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
  }

  private List<String> warningsWith(String appendOnly, List<String> rightsOfDefault) {
    try (EmbeddedRedis redis =
            EmbeddedRedis.ephemeral()
                .binary(BinaryPreference.carried())
                .option("appendonly", appendOnly)
                .open();
        RedisServer server = RedisServer.at(redis.address().url());
        RedisLink admin = server.link()) {
      admin.setUser("default", rightsOfDefault);
      Provisioning.at(redis.address().url(), true).close();
    }
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void warnsOfADefaultUserWithoutRights() {
    assertThat(warningsWith("yes", List.of("off", "resetkeys", "-@all")))
        .singleElement()
        .asString()
        .contains("append-only file", "ACL SETUSER default");
  }

  @Test
  void saysNothingWhereTheUserHasItsRightsThoughItIsOff() {
    assertThat(warningsWith("yes", List.of("off", "allkeys", "allchannels", "+@all"))).isEmpty();
  }

  @Test
  void saysNothingWhereThereIsNoAppendOnlyFile() {
    assertThat(warningsWith("no", List.of("off", "resetkeys", "-@all"))).isEmpty();
  }
}
