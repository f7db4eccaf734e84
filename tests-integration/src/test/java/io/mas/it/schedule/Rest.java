package io.mas.it.schedule;

/** The end of a schedule: without more faults, everything must be done at last. */
final class Rest {
  private static final int LONGEST = 60;

  private final World world;
  private final Crew crew;
  private final Courier courier;
  private final Operator operator;
  private final Passing time;

  Rest(World world, Crew crew, Courier courier, Operator operator, Passing time) {
    this.world = world;
    this.crew = crew;
    this.courier = courier;
    this.operator = operator;
    this.time = time;
  }

  void come() {
    world.says("-- no more faults");
    while (!world.late.isEmpty()) {
      world.arrive(0);
    }
    crew.all().stream().filter(worker -> !worker.alive).forEach(Worker::lapse);
    crew.complete();
    int rounds = 0;
    while (round() && rounds < LONGEST) {
      rounds++;
    }
    courier.note();
    if (rounds >= LONGEST) {
      world.ledger.stuck(crew.alive().toString());
    }
    Remains.check(world, crew.all());
  }

  /** Everybody goes on for a while; whether there was anything to do. */
  private boolean round() {
    boolean busy = false;
    time.due();
    for (Worker worker : crew.alive()) {
      busy |= goOn(worker);
    }
    for (String agent : World.AGENTS) {
      if (courier.hasWork(agent)) {
        courier.deliver(agent, 10, Fate.ANSWERED);
        busy = true;
      }
    }
    return busy || operator.release(true) || takeOver();
  }

  private boolean goOn(Worker worker) {
    boolean busy = false;
    if (world.server.redis.zcard(world.server.keys.timers(worker.agent)) > 0) {
      worker.look();
      busy = true;
    }
    worker.read(10, Fate.ANSWERED);
    if (worker.hasUnsorted()) {
      busy |= worker.sort(Fate.ANSWERED);
    }
    for (int i = 0; i < 10 && worker.hasWork(); i++) {
      worker.work(0, false, false);
      busy = true;
    }
    if (worker.mayCall()) {
      worker.call(Fate.ANSWERED, false);
      busy = true;
    }
    return busy;
  }

  /** When nothing else is to be done: what nobody knows to hold is taken over. */
  private boolean takeOver() {
    boolean any = false;
    for (String agent : World.AGENTS) {
      if (world.server.redis.xlen(world.server.keys.inbox(agent)) > 0) {
        any = true;
        crew.of(agent).forEach(time::unrenewed);
        crew.of(agent).stream()
            .filter(worker -> worker.alive)
            .forEach(worker -> worker.takeOver(Fate.ANSWERED));
      }
    }
    return any;
  }
}
