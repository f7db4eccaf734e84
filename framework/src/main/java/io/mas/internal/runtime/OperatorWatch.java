package io.mas.internal.runtime;

import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisLink;
import io.mas.internal.redis.Wish;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what an operator wants of the agent: holds its instance, lets it go on, or ends it.
 * Looked at with each heartbeat, and at once when the operator's command asks for it. Used under
 * the lock of the registration.
 */
final class OperatorWatch {
  private static final Logger log = LoggerFactory.getLogger(OperatorWatch.class);

  /** What the instance does when told. */
  interface Instance {
    /** Begins no more turns; ends when those under way have. */
    CompletableFuture<Void> pause();

    void resume();

    /** Begins to end the instance; must not wait for it. */
    void drain();

    /** Says soon what it follows; must not wait for it. */
    void tell();
  }

  private final String name;
  private final RedisLink link;
  private final String key;
  private final Instance instance;

  /** What was wanted at the last look; a pause is followed only when the turns have ended. */
  private Wish wanted = Wish.RUN;

  private Wish followed = Wish.RUN;
  private boolean paused;

  /** Ends with the turns that were under way when it was paused. */
  private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

  /** Redis does not let it in: its user is switched off, or Redis has forgotten it. */
  private boolean barred;

  private boolean draining;
  private boolean denied;

  OperatorWatch(String name, RedisLink link, String key, Instance instance) {
    this.name = name;
    this.link = link;
    this.key = key;
    this.instance = instance;
  }

  /**
   * Looks for the first time, before the instance registers: a drain that is there already was
   * meant for others, and this one waits to be resumed.
   */
  void begin() {
    Wish wish = read();
    wanted = wish;
    followed = wish;
    if (wish.kind() != Wish.Kind.RUN) {
      paused = true;
      instance.pause();
      log.info("agent {} starts paused, as an operator has asked, until it is resumed", name);
    }
  }

  /** Looks, and does what is wanted now. */
  void look() {
    Wish wish = read();
    unbar();
    boolean known = wish.text().equals(wanted.text());
    if (draining || (known && wish.text().equals(followed.text()))) {
      return;
    }
    wanted = wish;
    switch (wish.kind()) {
      case RUN -> {
        followed = wish;
        resume();
      }
      case PAUSE, KILL -> {
        pause();
        if (idle.isDone()) {
          followed = wish;
        }
      }
      case DRAIN -> {
        draining = true; // followed when the instance has gone
        log.info("agent {} is drained by an operator", name);
        instance.drain();
      }
    }
  }

  /** What it follows, as the operator's command looks for it. */
  String followed() {
    return followed.text();
  }

  /** Whether an operator has killed the agent. */
  boolean isKilled() {
    return wanted.kind() == Wish.Kind.KILL;
  }

  /** Begins no more turns, since none could be committed, until {@link #look} succeeds. */
  void bar() {
    if (!barred) {
      barred = true;
      log.warn("agent {} is not let in by Redis any more; it handles nothing until it is", name);
      if (!paused) {
        idle = instance.pause();
      }
    }
  }

  private void unbar() {
    if (barred) {
      barred = false;
      log.info("agent {} is let in by Redis again", name);
      if (!paused) {
        instance.resume();
      }
    }
  }

  private void pause() {
    if (!paused) {
      paused = true;
      log.info("agent {} is {} by an operator", name, isKilled() ? "killed" : "paused");
      idle = instance.pause();
      idle.thenRun(instance::tell);
    }
  }

  private void resume() {
    if (paused) {
      paused = false;
      log.info("agent {} is resumed by an operator", name);
      instance.resume();
    }
  }

  private Wish read() {
    try {
      return Wish.of(link.field(key, Wish.FIELD));
    } catch (LinkException e) {
      if (e.failure() != LinkException.Cause.DENIED) {
        throw e;
      }
      if (!denied) {
        denied = true;
        log.warn(
            "agent {} has credentials of an older version, and no operator can pause it: {}",
            name,
            e.getMessage());
      }
      return wanted; // it must go on to say that it lives
    }
  }
}
