package io.mas.internal.runtime;

import io.mas.AgentCredentials;
import io.mas.AgentSettings;
import io.mas.Ending;
import io.mas.Health;
import io.mas.MasException;
import io.mas.OnPoison;
import io.mas.internal.AgentContext;
import io.mas.internal.redis.Keys;
import io.mas.internal.redis.LinkException;
import io.mas.internal.redis.RedisClock;
import io.mas.internal.redis.RedisLink;
import io.mas.protocol.DeliveryKey;
import io.mas.protocol.SecretKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running instance of an agent: its roles, wired together, started and stopped in order. */
public final class Instance {
  private static final Logger log = LoggerFactory.getLogger(Instance.class);

  /** A drain is in no hurry, but must end. */
  private static final long DRAIN_GRACE_MILLIS = 600_000;

  /** What {@code onStop} gets at least, when turns have used up the grace. */
  private static final long ON_STOP_MILLIS = 500;

  private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  private final String name;
  private final AgentHooks hooks;
  private final HostResources resources;
  private final RedisLink commands;
  private final RedisLink blocking;
  private final Dispatcher dispatcher;
  private final Reader reader;
  private final Claims claims;
  private final Duty renewal;
  private final Succession succession;
  private final boolean inherits;
  private final TimerMover timers;
  private final Registration registration;
  private final Duty heartbeat;
  private final PendingRequests pending;
  private final InstanceContext context;
  private final Writer writer;
  private final TurnReports reports;
  private final CompletableFuture<Void> started = new CompletableFuture<>();

  /** Ends when {@code onStart} does, however that ends; it has if it was never called. */
  private volatile CompletableFuture<Void> starting = CompletableFuture.completedFuture(null);

  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean left = new AtomicBoolean();

  /**
   * Wires an instance; nothing runs yet.
   *
   * @throws io.mas.AgentDefinitionException if the agent's class cannot be run
   * @throws LinkException if Redis cannot be reached or refuses the credentials
   */
  public Instance(
      AgentSettings settings,
      AgentCredentials credentials,
      AgentHooks hooks,
      Keys keys,
      HostResources resources) {
    String agent = settings.id();
    String instance = newId();
    this.name = agent + "/" + instance;
    this.hooks = hooks;
    this.resources = resources;
    HandlerTable handlers = HandlerTable.of(hooks.agent().getClass());
    StateType stateType = StateType.of(hooks.agent().getClass());
    this.commands = resources.link(credentials);
    this.blocking = resources.link(credentials);
    Identity identity =
        new Identity(
            agent,
            instance,
            SecretKeys.random(SecretKeys.TOKEN_BYTES),
            credentials.keys().signer());
    RedisClock clock = new RedisClock(commands);
    Messages messages = new Messages(agent, instance, clock);
    this.writer = new Writer(commands, identity, keys, resources.timer(), clock);
    StateCell cell = new StateCell(commands, keys.state(agent), instance);
    CurrentTurn current = new CurrentTurn();
    this.pending = new PendingRequests(resources.timer());
    this.dispatcher =
        new Dispatcher(
            settings.concurrency(),
            task -> resources.handlers().execute(() -> inAgentsLoader(task)),
            resources.timer());
    this.reports =
        new TurnReports(
            name, report -> writer.send(List.of(messages.report(report))), clock::millis);
    Invoker invoker = new Invoker(hooks, handlers, resources.payloads());
    TurnRunner runner =
        new TurnRunner(
            name,
            settings.concurrency() == 1 && !handlers.hasKeys(),
            dispatcher,
            invoker,
            new Failures(
                name,
                settings.maxAttempts(),
                settings.onPoison() == OnPoison.PARK,
                invoker,
                messages),
            writer,
            cell,
            messages,
            current,
            resources.timer(),
            reports);
    dispatcher.handledBy(runner::handle);
    Ordering ordering = new Ordering(handlers);
    LaneSorter sorter =
        new LaneSorter(
            name,
            commands,
            List.of(keys.inbox(agent), keys.lanes(agent), keys.order(agent)),
            ordering.hasLanes(),
            dispatcher,
            resources.timer());
    runner.sortedBy(sorter::sort);
    Inbound inbound =
        new Inbound(
            agent,
            keys.inbox(agent),
            new DeliveryKey(credentials.keys().delivery()),
            messages,
            writer,
            pending,
            ordering,
            sorter,
            dispatcher::cleared);
    this.reader =
        new Reader(
            instance,
            blocking,
            keys.inbox(agent),
            keys.instanceStream(agent, instance),
            inbound,
            dispatcher,
            resources.timer());
    this.inherits = settings.instances() == 1 && settings.concurrency() == 1;
    this.claims =
        new Claims(
            commands,
            keys,
            identity,
            settings.lease(),
            inherits,
            inbound,
            dispatcher,
            sorter,
            resources.timer());
    this.renewal = new Duty(name + ": renewal", resources.duties(), claims::round);
    this.succession =
        new Succession(
            instance,
            commands,
            keys.inbox(agent),
            claims,
            resources.timer(),
            resources.duties(),
            reader::openInbox);
    this.timers =
        new TimerMover(
            name,
            commands,
            List.of(keys.timers(agent), keys.delayed(agent)),
            settings.lease(),
            messages,
            writer,
            resources.timer(),
            resources.duties());
    runner.timedBy(timers::lookIn);
    inbound.onLook(this::look);
    reader.onGroupsGone(this::look);
    reader.onCut(this::look);
    Map<String, Object> metadata = new LinkedHashMap<>(hooks.metadata());
    metadata.putAll(settings.metadata());
    this.registration =
        new Registration(
            commands,
            clock,
            keys,
            identity,
            messages,
            writer,
            settings.capabilities(),
            metadata,
            settings.lease(),
            new OperatorWatch(name, commands, keys.agent(agent), operated()),
            settings.jwtFile().map(JwtFile::new).map(OutsideToken::new).orElse(null),
            resources.timer());
    this.heartbeat = new Duty(name + ": heartbeat", resources.duties(), registration::beat);
    registration.onRefused(() -> resources.isShutOut(credentials), operated()::pause);
    inbound.onRegistrationRefused(registration::refusedBy);
    this.context =
        new InstanceContext(
            settings,
            instance,
            stateType,
            messages,
            writer,
            cell,
            current,
            pending,
            dispatcher,
            timers,
            new DelayedMessages(commands, keys.delayed(agent)),
            resources.callbacks());
  }

  /**
   * Finds what is wrong with an agent's class.
   *
   * @throws io.mas.AgentDefinitionException if it cannot be run
   */
  public static void check(Class<?> agentClass) {
    HandlerTable.of(agentClass);
  }

  /** Ends when it has left; never fails. */
  public CompletableFuture<Ending> ended() {
    return ended;
  }

  /** What the agent's own methods stand on. */
  public AgentContext context() {
    return context;
  }

  /** {@code agent/instance}. */
  public String name() {
    return name;
  }

  /** Ends when the agent's {@code onStart} has returned; fails with what it threw. */
  public CompletableFuture<Void> started() {
    return started;
  }

  /**
   * Registers, reads, and calls {@code onStart}; returns when it has registered. One that fails to
   * start leaves nothing behind.
   */
  public void start() {
    try {
      registration.start(heartbeat);
      reader.prepare();
      reader.start();
      timers.start();
      reports.start(resources.timer());
      log.info("agent {} has registered", name);
      starting = new CompletableFuture<>();
      resources.handlers().execute(() -> inAgentsLoader(this::callOnStart));
    } catch (RuntimeException | Error e) {
      if (stopping.compareAndSet(false, true)) {
        leave(Ending.FAILED);
      }
      throw e;
    }
  }

  private void callOnStart() {
    try {
      hooks.onStart();
      openInbox();
      dispatcher.start();
      started.complete(null);
    } catch (Throwable e) {
      // one that handles nothing must not hold what others could handle
      if (stopping.compareAndSet(false, true)) {
        log.warn("agent {} leaves again, since its onStart has failed", name);
        leave(Ending.FAILED);
      }
      started.completeExceptionally(e);
    } finally {
      starting.complete(null);
    }
  }

  /** From here on it has messages; before, it would keep them from instances that are ready. */
  private void openInbox() {
    if (inherits) {
      succession.look();
    } else {
      try {
        claims.takeOver();
      } catch (LinkException e) {
        log.warn("agent {} takes over later what others have left: {}", name, e.getMessage());
      }
      reader.openInbox();
    }
    claims.start(renewal);
  }

  /** What an operator may do with it. */
  private OperatorWatch.Instance operated() {
    return new OperatorWatch.Instance() {
      @Override
      public CompletableFuture<Void> pause() {
        reader.pause();
        claims.pause();
        return dispatcher.pause();
      }

      @Override
      public void tell() {
        heartbeat.fallDue();
      }

      @Override
      public void resume() {
        claims.resume();
        renewal.fallDue();
        reader.resume();
        dispatcher.goOn();
      }

      @Override
      public void drain() {
        resources.handlers().execute(() -> end(Ending.DRAINED, DRAIN_GRACE_MILLIS));
      }
    };
  }

  private void look() {
    heartbeat.fallDue();
    renewal.fallDue();
  }

  /** Whether it is being stopped or drained, or has ended. */
  public boolean isEnding() {
    return stopping.get();
  }

  /** Whether it reads and is registered. */
  public Health health() {
    if (stopping.get()) {
      return Health.down(ended.isDone() ? "it has ended" : "it is stopping");
    }
    String trouble = registration.refusal();
    if (trouble == null && registration.isShutOut()) {
      trouble = registration.trouble(); // why it cannot read either
    }
    if (trouble == null) {
      trouble = reader.trouble();
    }
    if (trouble == null) {
      trouble = registration.trouble();
    }
    return trouble == null ? Health.ok() : Health.down(trouble);
  }

  /**
   * Stops in order: reads no more, waits for {@code onStart} (what it asks for fails), finishes the
   * turns it is in, calls {@code onStop}, deregisters. What it has read and not handled is taken
   * over by other instances. A turn that outlives the grace is left behind. One that is being
   * drained gets no more than this grace from now on.
   */
  public void stop(long graceMillis) {
    end(Ending.STOPPED, graceMillis);
    try {
      ended.get(graceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn("agent {}: it did not end within {} ms", name, graceMillis);
      leave(Ending.STOPPED);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it is only ever completed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Ending how, long graceMillis) {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
    reader.drain();
    claims.pause(); // what others have let go of is not for one that handles nothing more
    succession.stop();
    CompletableFuture<Void> turns = dispatcher.stop();
    if (!starting.isDone()) {
      pending.failAll(new MasException("agent " + name + " is stopped while it starts"));
      await("onStart", starting, graceMillis);
    }
    await("its turns", turns, Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    if (!left.get()) {
      CompletableFuture<Void> stopped = new CompletableFuture<>();
      resources.handlers().execute(() -> inAgentsLoader(() -> callOnStop(stopped)));
      long rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      await("onStop", stopped, Math.max(ON_STOP_MILLIS, rest));
    }
    leave(how);
  }

  private void leave(Ending how) {
    if (!left.compareAndSet(false, true)) {
      return;
    }
    succession.stop();
    reader.stop();
    claims.stop();
    timers.stop();
    reports.stop();
    blocking.close(); // a read under way would take what nobody handles any more
    try {
      registration.stop();
      log.info("agent {} has deregistered", name);
    } catch (LinkException e) {
      log.warn("agent {} could not deregister; its registration lapses: {}", name, e.getMessage());
    }
    MasException gone = new MasException("agent " + name + " has stopped");
    writer.close(gone);
    pending.failAll(gone);
    commands.close();
    ended.complete(how);
  }

  private void callOnStop(CompletableFuture<Void> stopped) {
    try {
      hooks.onStop();
      stopped.complete(null);
    } catch (Throwable e) {
      stopped.completeExceptionally(e);
    }
  }

  private void await(String what, CompletableFuture<Void> end, long graceMillis) {
    try {
      end.get(graceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn("agent {}: {} did not end within {} ms", name, what, graceMillis);
    } catch (ExecutionException e) {
      log.error("agent {}: {} failed", name, what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("agent {}: interrupted while waiting for {}", name, what);
    }
  }

  private void inAgentsLoader(Runnable task) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(hooks.agent().getClass().getClassLoader());
    try {
      task.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String newId() {
    StringBuilder id = new StringBuilder("i");
    for (byte random : SecretKeys.random(11)) {
      id.append(ID_LETTERS.charAt(random & 31));
    }
    return id.toString();
  }
}
