package io.mas.it.bench;

import io.mas.Agent;
import io.mas.Message;
import io.mas.On;
import io.mas.testkit.TestSystem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Rough figures of the whole way, on the embedded Redis in one process. A program, not a test. */
final class FirstFigures {
  private static final String TEXT = "x".repeat(180);

  private FirstFigures() {}

  record Payload(String text) {}

  record Count(long handled) {}

  static final class Receiver extends Agent<Count> {
    private volatile CountDownLatch left = new CountDownLatch(0);

    @On("one.way")
    void take(Payload payload) {
      left.countDown();
    }

    @On("counted")
    void count(Payload payload) {
      updateState(new Count(state().handled() + 1));
      left.countDown();
    }

    @On(value = "ask", reply = "answer")
    Payload answer(Payload payload) {
      return payload;
    }
  }

  static final class Sender extends Agent<Void> {
    void sendAll(String type, int count) throws InterruptedException {
      Thread[] threads = new Thread[8];
      for (int t = 0; t < threads.length; t++) {
        int share = count / threads.length;
        threads[t] =
            new Thread(
                () -> {
                  for (int i = 0; i < share; i++) {
                    send("receiver", type, new Payload(TEXT));
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    long[] ask(int count, int concurrency) throws InterruptedException {
      long[] nanos = new long[count];
      Semaphore open = new Semaphore(concurrency);
      CountDownLatch left = new CountDownLatch(count);
      for (int i = 0; i < count; i++) {
        int index = i;
        open.acquire();
        long start = System.nanoTime();
        requestAsync("receiver", "ask", new Payload(TEXT), Duration.ofSeconds(30))
            .whenComplete(
                (Message reply, Throwable error) -> {
                  nanos[index] = System.nanoTime() - start;
                  open.release();
                  left.countDown();
                });
      }
      left.await(60, TimeUnit.SECONDS);
      return nanos;
    }

    long[] askOneByOne(int count) {
      long[] nanos = new long[count];
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        request("receiver", "ask", Map.of("text", TEXT));
        nanos[i] = System.nanoTime() - start;
      }
      return nanos;
    }
  }

  public static void main(String[] arguments) throws Exception {
    int messages = arguments.length == 0 ? 50_000 : Integer.parseInt(arguments[0]);
    try (TestSystem system = TestSystem.start()) {
      system.allow("sender", "receiver");
      Receiver receiver = new Receiver();
      Sender sender = new Sender();
      system.run("receiver", receiver);
      system.run("sender", sender);
      for (int round = 0; round < 4; round++) {
        oneWay(sender, receiver, "one.way", messages);
        oneWay(sender, receiver, "counted", messages);
        report("request/reply, one at a time", sender.askOneByOne(2_000));
        long start = System.nanoTime();
        long[] nanos = sender.ask(20_000, 64);
        double seconds = (System.nanoTime() - start) / 1e9;
        report("request/reply, 64 at a time", nanos);
        System.out.printf("  %.0f round trips/s%n", nanos.length / seconds);
      }
    }
    System.exit(0);
  }

  private static void oneWay(Sender sender, Receiver receiver, String type, int messages)
      throws InterruptedException {
    receiver.left = new CountDownLatch(messages / 8 * 8);
    long start = System.nanoTime();
    sender.sendAll(type, messages);
    double accepted = (System.nanoTime() - start) / 1e9;
    boolean all = receiver.left.await(120, TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %d messages, accepted in %.2f s, handled in %.2f s: %.0f/s%s%n",
        type, messages, accepted, seconds, messages / seconds, all ? "" : " NOT ALL CAME");
  }

  private static void report(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%s: p50 %.2f ms, p99 %.2f ms%n",
        what, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
  }
}
