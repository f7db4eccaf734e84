package io.mas.it.soak;

import io.mas.it.support.JavaProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The processes of the soak. One that is killed, or ends by itself, is replaced at once. */
final class Fleet implements AutoCloseable {
  /** Starts a process of one kind. */
  interface Starter {
    JavaProcess start() throws IOException;
  }

  private static final class Post {
    final String name;
    final Starter starter;
    JavaProcess process;

    Post(String name, Starter starter) throws IOException {
      this.name = name;
      this.starter = starter;
      this.process = starter.start();
    }
  }

  private final List<Post> posts = new ArrayList<>();
  private int kills;
  private int ended;

  /** Starts processes of one kind, and does not wait. */
  synchronized void add(String name, int count, Starter starter) throws IOException {
    for (int i = 0; i < count; i++) {
      posts.add(new Post(name, starter));
    }
  }

  /** Waits until all work. */
  synchronized void awaitReady() {
    posts.forEach(post -> post.process.awaitReady());
  }

  /** Kills one of them and starts another in its place; what was killed. */
  synchronized String killAny() throws IOException {
    Post post = posts.get(ThreadLocalRandom.current().nextInt(posts.size()));
    post.process.kill();
    kills++;
    post.process = post.starter.start();
    return post.name;
  }

  /** Replaces those that have ended by themselves, as one does that cannot connect at its start. */
  synchronized void replaceEnded() throws IOException {
    for (Post post : posts) {
      if (!post.process.isAlive()) {
        ended++;
        post.process = post.starter.start();
      }
    }
  }

  /** How many were killed. */
  synchronized int kills() {
    return kills;
  }

  /** How many ended by themselves. */
  synchronized int ended() {
    return ended;
  }

  @Override
  public synchronized void close() {
    posts.forEach(post -> post.process.close());
  }
}
