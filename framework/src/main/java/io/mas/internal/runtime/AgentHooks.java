package io.mas.internal.runtime;

import io.mas.Message;
import io.mas.Rejection;
import java.util.Map;

/** The overridable methods of an agent, which its own package alone can call. */
public interface AgentHooks {
  Object agent();

  void onStart() throws Exception;

  void onStop() throws Exception;

  void onMessage(Message message) throws Exception;

  void onRejected(Rejection rejection) throws Exception;

  Map<String, Object> metadata();
}
