package io.mas.it.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers INFO as a Redis of an older version does, and OK to anything else. */
final class OldRedis implements AutoCloseable {
  private static final String INFO = "redis_version:6.2.14\r\nrole:master\r\n";

  private final ServerSocket socket;

  OldRedis() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String url() {
    return "redis://localhost:" + socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        daemon(() -> serve(client));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private static void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = "";
        for (int words = Integer.parseInt(line.substring(1)); words > 0; words--) {
          in.readLine();
          command += in.readLine() + " ";
        }
        String answer =
            command.startsWith("INFO") ? "$" + INFO.length() + "\r\n" + INFO + "\r\n" : "+OK\r\n";
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException gone) {
      // the client has gone
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "old-redis");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
