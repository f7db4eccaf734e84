package io.mas.it.schedule;

import java.util.ArrayList;
import java.util.List;

/** The instances of all agents, those that are gone among them. */
final class Crew {
  private final World world;
  private final List<Worker> workers = new ArrayList<>();

  Crew(World world) {
    this.world = world;
    World.AGENTS.forEach(this::join);
  }

  void join(String agent) {
    long count = workers.stream().filter(worker -> worker.agent.equals(agent)).count();
    if (count > 0) {
      world.says("another instance of " + agent + " joins");
      world.ledger.disorderly(agent);
    }
    workers.add(new Worker(world, agent, agent + (count + 1)));
  }

  /** Sees to it that each agent has an instance that lives. */
  void complete() {
    for (String agent : World.AGENTS) {
      if (alive().stream().noneMatch(worker -> worker.agent.equals(agent))) {
        join(agent);
      }
    }
  }

  List<Worker> all() {
    return workers;
  }

  List<Worker> alive() {
    return workers.stream().filter(worker -> worker.alive).toList();
  }

  List<Worker> of(String agent) {
    return workers.stream().filter(worker -> worker.agent.equals(agent)).toList();
  }
}
