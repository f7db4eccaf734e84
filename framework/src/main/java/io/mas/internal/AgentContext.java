package io.mas.internal;

import io.mas.AgentRecord;
import io.mas.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What an agent's own methods stand on: one running instance of it. */
public interface AgentContext {
  String id();

  String instanceId();

  List<String> capabilities();

  Object state();

  void updateState(Object whole);

  void updateState(Map<String, ?> properties);

  void resetState();

  String send(String target, String type, Object data, @Nullable Duration ttl);

  String sendLater(Duration delay, String target, String type, Object data);

  boolean cancelLater(String messageId);

  CompletionStage<Message> requestAsync(
      String target, String type, Object data, @Nullable Duration timeout);

  Message request(String target, String type, Object data, @Nullable Duration timeout);

  List<AgentRecord> discover(List<String> capabilities);
}
