package io.mas.it.failure;

import io.mas.it.failure.Proxy.Direction;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** One connection that goes through a {@link Proxy}: a thread for each direction. */
final class ProxiedConnection {
  private final Proxy proxy;
  private final Socket client;
  private final Socket server;

  /** A command that was passed on; of some the answer is to be lost. */
  private record Passed(Frame command, boolean doomed) {}

  /** Those that were not answered yet. */
  private final Queue<Passed> unanswered = new ConcurrentLinkedQueue<>();

  private volatile Set<Direction> swallowed = EnumSet.noneOf(Direction.class);

  ProxiedConnection(Proxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  void start() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    thread(this::pumpToServer);
    thread(this::pumpToClient);
  }

  private static void thread(Runnable action) {
    Thread thread = new Thread(action, "proxied");
    thread.setDaemon(true);
    thread.start();
  }

  boolean isAlive() {
    return swallowed.isEmpty() && !client.isClosed();
  }

  void blackHole(Direction... directions) {
    swallowed = EnumSet.copyOf(List.of(directions));
  }

  void cut() {
    try {
      client.close();
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket could not be closed", e);
    } finally {
      proxy.ended(this);
    }
  }

  private void pumpToServer() {
    pump(
        client,
        Direction.TO_SERVER,
        command -> {
          unanswered.add(new Passed(command, proxy.losesAnswerTo(command)));
          server.getOutputStream().write(command.bytes());
          return true;
        });
  }

  private void pumpToClient() {
    pump(
        server,
        Direction.TO_CLIENT,
        answer -> {
          Passed passed = answer.isPush() ? null : unanswered.poll();
          if (passed != null && passed.doomed()) {
            proxy.lost(passed.command());
            return false;
          }
          client.getOutputStream().write(answer.bytes());
          return true;
        });
  }

  /** Takes a frame on; whether the connection goes on. */
  private interface Carrier {
    boolean carry(Frame frame) throws IOException;
  }

  private void pump(Socket from, Direction direction, Carrier carrier) {
    try {
      InputStream in = new BufferedInputStream(from.getInputStream());
      boolean open = true;
      while (open) {
        Frame frame = Frame.read(in);
        LockSupport.parkNanos(proxy.delay().toNanos());
        open = swallowed.contains(direction) || carrier.carry(frame);
      }
    } catch (IOException e) {
      if (!swallowed.isEmpty() && direction == Direction.TO_SERVER) {
        // what the client does is not seen on the other side of a black hole
        proxy.ended(this);
        return;
      }
    }
    cut();
  }
}
