package io.mas.it.support;

import io.mas.Agent;
import io.mas.Message;
import io.mas.Rejection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes any message and notes it, and every refusal of what it has sent. */
public class Listener extends Agent<Void> {
  private final List<Message> received = new CopyOnWriteArrayList<>();
  private final List<Rejection> rejections = new CopyOnWriteArrayList<>();

  @Override
  protected void onMessage(Message message) throws Exception {
    received.add(message);
  }

  @Override
  protected void onRejected(Rejection rejection) {
    rejections.add(rejection);
  }

  /** What came, in the order it came. */
  public List<Message> received() {
    return received;
  }

  /** The types of what came. */
  public List<String> types() {
    return received.stream().map(Message::type).toList();
  }

  /** The refusals, in the order they came. */
  public List<Rejection> rejections() {
    return rejections;
  }
}
