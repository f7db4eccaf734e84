package io.mas.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.mas.AgentSettings;
import io.mas.Decision;
import io.mas.RunningAgent;
import io.mas.gateway.Gateway;
import io.mas.gateway.GatewayRules;
import io.mas.gateway.GatewaySettings;
import io.mas.gateway.token.JwtAlgorithm;
import io.mas.gateway.token.JwtRule;
import io.mas.it.support.Listener;
import io.mas.it.support.TokenIssuer;
import io.mas.it.support.Wire;
import io.mas.testkit.TestSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside its signing key an agent shows what an issuer outside has given its process. */
class JwtIT {
  private static final long LONG = 4_000_000_000L;

  private final TokenIssuer issuer = new TokenIssuer("k1");
  private final TestSystem system = TestSystem.withoutGateway().allow("sender", "receiver");
  private final Wire wire = Wire.to(system.redisUrl());
  private @Nullable Gateway gateway;
  @TempDir private Path dir;

  @BeforeEach
  void publishKeys() {
    TokenIssuer.put(dir.resolve("keys.json"), issuer.jwks());
  }

  @AfterEach
  void stop() {
    system.close();
    if (gateway != null) {
      gateway.close();
    }
    wire.close();
  }

  private static JwtRule rule(URI keys) {
    return new JwtRule(
        keys, TokenIssuer.NAME, TokenIssuer.AUDIENCE, JwtAlgorithm.ES256, "sub", "", Duration.ZERO);
  }

  private Gateway startGateway() {
    return startGateway(GatewayRules.defaults().withJwt(rule(dir.resolve("keys.json").toUri())));
  }

  private Gateway startGateway(GatewayRules rules) {
    gateway = Gateway.start(GatewaySettings.of(system.redisUrl()).with(rules));
    return gateway;
  }

  private RunningAgent run(String agent, Listener listener, String token) {
    Path file = TokenIssuer.put(dir.resolve(agent + ".jwt"), token);
    return system.run(
        AgentSettings.of(agent).withLease(Duration.ofSeconds(1)).withJwtFile(file), listener);
  }

  private long now() {
    return Long.parseLong(new String(wire.redis().time().get(0), StandardCharsets.UTF_8));
  }

  private static List<Integer> numbers(Listener receiver) {
    return receiver.received().stream().map(m -> m.data().path("n").asInt()).toList();
  }

  @Test
  void anAgentWithTheTokenOfAnotherIsRefusedAndNotices() {
    startGateway();
    Listener receiver = new Listener();
    Listener sender = new Listener();
    run("receiver", receiver, issuer.token("receiver", LONG));
    RunningAgent good = run("sender", sender, issuer.token("sender", LONG));
    RunningAgent thief = run("thief", new Listener(), issuer.token("sender", LONG));
    RunningAgent stolen = system.run("stolen", new Listener()); // keys alone
    await().until(() -> !thief.health().up() && !stolen.health().up());
    assertThat(thief.health().reason())
        .isEqualTo(
            "its registration was refused: AUTH_FAILED, the token's claim sub does not name the"
                + " agent");
    assertThat(stolen.health().reason())
        .isEqualTo(
            "its registration was refused: AUTH_FAILED, the registration bears no token of"
                + " https://issuer.test");
    sender.send("receiver", "greeting", Map.of("n", 1));
    await().untilAsserted(() -> assertThat(numbers(receiver)).containsExactly(1));
    assertThat(good.health().up()).isTrue();
  }

  @Test
  void aTokenIsReplacedInItsFileWhileMessagesFlow() {
    startGateway();
    Listener receiver = new Listener();
    Listener sender = new Listener();
    run("receiver", receiver, issuer.token("receiver", LONG));
    long expires = now() + 5;
    RunningAgent running = run("sender", sender, issuer.token("sender", expires));
    String next = issuer.token("sender", LONG);
    AtomicInteger sent = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              for (int i = 0; i < 20; i++) {
                sender.send("receiver", "flow", Map.of("n", sent.incrementAndGet()));
              }
              if (now() >= expires - 3) {
                TokenIssuer.put(dir.resolve("sender.jwt"), next);
              }
              return now() > expires + 1;
            });
    await().until(() -> receiver.received().size() >= sent.get());
    assertThat(numbers(receiver)).isEqualTo(IntStream.rangeClosed(1, sent.get()).boxed().toList());
    assertThat(sender.rejections()).isEmpty();
    assertThat(running.health().up()).isTrue();
    assertThat(
            wire.audit().stream()
                .filter(r -> r.path("type").asText().equals("mas.register"))
                .filter(r -> r.path("sender").asText().equals("sender"))
                .map(r -> r.path("decision").asText()))
        .containsExactly("ALLOWED", "ALLOWED");
  }

  @Test
  void withATokenThatHasExpiredItIsToldAndWithAnotherItGoesOn() {
    startGateway();
    Listener receiver = new Listener();
    Listener sender = new Listener();
    run("receiver", receiver, issuer.token("receiver", LONG));
    RunningAgent running = run("sender", sender, issuer.token("sender", now() + 3));
    await().until(() -> !running.health().up());
    assertThat(running.health().reason()).contains("has expired");
    await()
        .untilAsserted(
            () -> {
              sender.send("receiver", "late", Map.of("n", 1));
              assertThat(sender.rejections()).isNotEmpty();
            });
    assertThat(sender.rejections().get(0).decision()).isEqualTo(Decision.AUTH_FAILED);
    assertThat(sender.rejections().get(0).reason())
        .isEqualTo("its token from https://issuer.test has expired");

    TokenIssuer.put(dir.resolve("sender.jwt"), issuer.token("sender", LONG));
    await().until(() -> running.health().up());
    sender.send("receiver", "again", Map.of("n", 2));
    await().untilAsserted(() -> assertThat(receiver.types()).endsWith("again"));
  }

  @Test
  void aTokenThatIsRefusedLeavesTheOneBeforeInForce() {
    startGateway();
    Listener receiver = new Listener();
    Listener sender = new Listener();
    run("receiver", receiver, issuer.token("receiver", LONG));
    RunningAgent running = run("sender", sender, issuer.token("sender", LONG));
    TokenIssuer.put(dir.resolve("sender.jwt"), issuer.token("receiver", LONG));
    await().until(() -> !running.health().up());
    assertThat(running.health().reason())
        .isEqualTo(
            "its latest token was refused: AUTH_FAILED, the token's claim sub does not name the"
                + " agent");
    sender.send("receiver", "still", Map.of("n", 1));
    await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("still"));

    TokenIssuer.put(dir.resolve("sender.jwt"), issuer.token("sender", LONG + 1));
    await().until(() -> running.health().up());
  }

  @Test
  void theIssuersKeyIsReplacedInItsFile() {
    Gateway running = startGateway();
    TokenIssuer next = new TokenIssuer("k2");
    TokenIssuer.put(dir.resolve("keys.json"), next.jwks());
    AtomicInteger tries = new AtomicInteger();
    await()
        .untilAsserted(
            () -> {
              String agent = "late" + tries.incrementAndGet();
              RunningAgent late = run(agent, new Listener(), next.token(agent, LONG));
              await()
                  .untilAsserted(
                      () ->
                          assertThat(
                                  wire.audit().stream()
                                      .filter(r -> r.path("sender").asText().equals(agent)))
                              .isNotEmpty());
              assertThat(late.health().up()).isTrue();
            });
    assertThat(running.health().up()).isTrue();
  }

  @Test
  void whileTheServerOfTheKeysHangsTheGatewayGoesOnDeciding() throws IOException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          asked.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    try {
      Gateway running = startGateway(GatewayRules.defaults());
      Listener receiver = new Listener();
      Listener sender = new Listener();
      run("receiver", receiver, issuer.token("receiver", LONG));
      run("sender", sender, issuer.token("sender", LONG));
      URI keys = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
      CompletableFuture<Void> applied =
          CompletableFuture.runAsync(
              () -> running.apply(GatewayRules.defaults().withJwt(rule(keys))));
      await().until(() -> asked.getCount() == 0);
      sender.send("receiver", "meanwhile", Map.of("n", 1));
      await().untilAsserted(() -> assertThat(receiver.types()).containsExactly("meanwhile"));
      await().until(applied::isDone); // it is given up, while the server still says nothing
      applied.join();

      RunningAgent late = run("late", new Listener(), issuer.token("late", LONG));
      await().until(() -> !late.health().up());
      assertThat(late.health().reason())
          .isEqualTo(
              "its registration was refused: CHECK_FAILED, the keys of https://issuer.test could"
                  + " not be read");
      assertThat(running.health().up()).isTrue();
    } finally {
      released.countDown();
      server.stop(0);
    }
  }
}
