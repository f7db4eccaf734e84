package io.mas.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.gateway.route.GatewayContext;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.RedisServer;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears which agents have come, gone or changed, so that what is known of them is read anew. */
final class ChangeNews implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChangeNews.class);

  private final GatewayContext context;
  private final AutoCloseable subscription;

  /** Listens from now on. */
  ChangeNews(GatewayContext context, RedisServer server) {
    this.context = context;
    this.subscription =
        server.subscribe(Keys.SYSTEM_EVENTS, (channel, news) -> changed(agentOf(news)));
  }

  /** Takes all agents for changed. */
  void all() {
    for (int shard = 0; shard < context.keys().shards(); shard++) {
      context.directory().current().agents(shard).forEach(context.registry()::changed);
    }
  }

  private void changed(String agent) {
    if (!agent.isEmpty()) {
      context.registry().changed(agent);
    }
  }

  private static String agentOf(String news) {
    try {
      JsonNode tree = Json.read(news.getBytes(StandardCharsets.UTF_8));
      return tree.path("agent").asText();
    } catch (ProtocolException e) {
      log.warn("a system event that cannot be read is ignored");
      return "";
    }
  }

  @Override
  public void close() {
    try {
      subscription.close();
    } catch (Exception e) {
      log.warn("the gateway's subscription did not close: {}", e.getMessage());
    }
  }
}
