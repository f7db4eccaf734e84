package io.mas.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DoorbellTest {
  private final Doorbell bell = new Doorbell();

  @Test
  void givesThoseThatRangOnceEachAndInOrder() throws Exception {
    bell.ring("b");
    bell.ring("a");
    bell.ring("b");
    assertThat(bell.isQuiet()).isFalse();
    assertThat(bell.take(10, 0)).containsExactly("b", "a");
    assertThat(bell.isQuiet()).isTrue();
    assertThat(bell.take(10, 0)).isEmpty();
  }

  @Test
  void keepsThoseThatDoNotFitForTheNextTime() throws Exception {
    List.of("a", "b", "c").forEach(bell::ring);
    assertThat(bell.take(2, 0)).containsExactly("a", "b");
    assertThat(bell.take(2, 0)).containsExactly("c");
  }

  @Test
  void keepsARingThatComesWhileABatchIsUnderWay() throws Exception {
    bell.ring("a");
    assertThat(bell.take(10, 0)).containsExactly("a");
    bell.ring("a"); // while what was taken is being read and decided
    assertThat(bell.take(10, 0)).containsExactly("a");
  }

  @Test
  void waitsNoLongerThanTold() throws Exception {
    long start = System.nanoTime();
    assertThat(bell.take(10, 50)).isEmpty();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
  }

  @Test
  void aRingEndsTheWait() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<List<String>> taken =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              try {
                return bell.take(10, 600_000);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    started.await();
    bell.ring("a");
    assertThat(taken.get(10, TimeUnit.SECONDS)).containsExactly("a");
  }

  @Test
  void losesNoRingHoweverManyRingAtOnce() throws Exception {
    int ringers = 8;
    int each = 500;
    List<CompletableFuture<Void>> ringing =
        java.util.stream.IntStream.range(0, ringers)
            .mapToObj(
                r ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int i = 0; i < each; i++) {
                            bell.ring("agent-" + r + "-" + i);
                          }
                        }))
            .toList();
    int taken = 0;
    while (taken < ringers * each) {
      taken += bell.take(64, 1_000).size();
    }
    assertThat(taken).isEqualTo(ringers * each);
    for (CompletableFuture<Void> ringer : ringing) {
      ringer.get(1, TimeUnit.SECONDS);
    }
    assertThat(bell.isQuiet()).isTrue();
  }
}
