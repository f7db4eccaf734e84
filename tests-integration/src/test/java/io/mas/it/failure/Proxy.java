package io.mas.it.failure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to a Redis that can go wrong: it cuts, swallows what is sent, is slow, or loses the answer
 * to a chosen command.
 */
public final class Proxy implements AutoCloseable {
  /** Where something is on its way to. */
  public enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  /** What is to happen to a command. */
  private record Trap(String command, AtomicInteger left, CompletableFuture<Void> sprung) {}

  private final ServerSocket listener;
  private final int server;
  private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();
  private final List<Trap> traps = new CopyOnWriteArrayList<>();
  private final Set<String> commands = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean refusing;

  private Proxy(ServerSocket listener, int server) {
    this.listener = listener;
    this.server = server;
  }

  /** To the Redis at a port of this machine. */
  public static Proxy to(int port) throws IOException {
    Proxy proxy = new Proxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), port);
    Thread thread = new Thread(proxy::accept, "proxy");
    thread.setDaemon(true);
    thread.start();
    return proxy;
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections it has taken so far. */
  public int accepted() {
    return accepted.get();
  }

  /** How many connections are open and work. */
  public int alive() {
    return (int) connections.stream().filter(ProxiedConnection::isAlive).count();
  }

  /** The commands, and the functions called, that have passed so far. */
  public Set<String> commands() {
    return commands;
  }

  /** Cuts all connections; new ones may be made. */
  public void cutAll() {
    connections.forEach(ProxiedConnection::cut);
  }

  /** Cuts all connections and takes no new ones, or takes them again. */
  public void refuse(boolean refuse) {
    refusing = refuse;
    if (refuse) {
      cutAll();
    }
  }

  /**
   * Swallows from now on what goes over the connections there are, as a router does that has
   * forgotten them: neither side learns of it. New connections work.
   */
  public void blackHole(Direction... directions) {
    connections.forEach(connection -> connection.blackHole(directions));
  }

  /** Holds each command and each answer up for so long. */
  public void delay(Duration each) {
    delay = each;
  }

  /**
   * Passes the n-th such command on from now, swallows its answer, and cuts the connection.
   *
   * @param command a command's or a function's name
   * @return ends when that has happened
   */
  public CompletableFuture<Void> loseAnswer(String command, int nth) {
    Trap trap = new Trap(command, new AtomicInteger(nth), new CompletableFuture<>());
    traps.add(trap);
    return trap.sprung();
  }

  Duration delay() {
    return delay;
  }

  /** Whether the answer to a command is to be lost. */
  boolean losesAnswerTo(Frame command) {
    commands.add(command.name());
    return traps.stream()
        .filter(trap -> command.name().equals(trap.command()) && trap.left().decrementAndGet() == 0)
        .toList()
        .stream()
        .anyMatch(trap -> true);
  }

  /** Says that an answer was lost. */
  void lost(Frame command) {
    traps.stream()
        .filter(trap -> command.name().equals(trap.command()) && trap.left().get() <= 0)
        .forEach(trap -> trap.sprung().complete(null));
  }

  void ended(ProxiedConnection connection) {
    connections.remove(connection);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        accepted.incrementAndGet();
        if (refusing) {
          client.close();
        } else {
          open(client);
        }
      } catch (IOException e) {
        // the listener was closed, or the one who connected has gone again
      }
    }
  }

  private void open(Socket client) throws IOException {
    Socket toServer;
    try {
      toServer = new Socket(InetAddress.getLoopbackAddress(), server);
    } catch (IOException e) {
      client.close(); // Redis is away, and its clients see it by that
      return;
    }
    ProxiedConnection connection = new ProxiedConnection(this, client, toServer);
    connections.add(connection);
    connection.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cutAll();
  }
}
