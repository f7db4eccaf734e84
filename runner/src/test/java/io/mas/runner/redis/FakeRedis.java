package io.mas.runner.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers each command, by its name, as a test says; an answer of null is silence.
 */
final class FakeRedis implements AutoCloseable {
  private final ServerSocket socket;
  private final UnaryOperator<@Nullable String> answers;

  FakeRedis(UnaryOperator<@Nullable String> answers) throws IOException {
    this.answers = answers;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** One whose INFO holds these lines. */
  static FakeRedis withInfo(String... lines) throws IOException {
    String info = String.join("\r\n", lines) + "\r\n";
    String answer = "$" + info.length() + "\r\n" + info + "\r\n";
    return new FakeRedis(command -> command.equals("INFO") ? answer : "+OK\r\n");
  }

  String url() {
    return "redis://localhost:" + socket.getLocalPort();
  }

  RedisAddress address() {
    return new RedisAddress("localhost", socket.getLocalPort(), "user", "password");
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        daemon(() -> serve(client));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String name = "";
        for (int parts = Integer.parseInt(line.substring(1)); parts > 0; parts--) {
          in.readLine();
          String part = in.readLine();
          name = name.isEmpty() ? part : name;
        }
        String answer = answers.apply(name);
        if (answer != null) {
          client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException closed) {
      // The client has gone.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-redis");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
