package io.mas.gateway.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The steps of a replay in every order that several who replay one letter can take them, any of
 * whom may die between any two: a model of {@link Replays} and replay.lua.
 */
class ReplayProtocolTest {
  private static final String RELEASED = "released";

  /** A rule that can be left out, to see that it is needed. */
  private enum Rule {
    LOOKS_WHETHER_THE_LETTER_IS_THERE,
    LOOKS_AFTER_IT_HAS_BEGUN,
    TOKENS_ARE_OF_ONE_USE,
    FORGETS_AFTER_IT_HAS_DELETED
  }

  /** One who replays: what it does next, and the token it was given. */
  private record Actor(int step, String token) {
    static final int DONE = 9;

    Actor at(int next) {
      return new Actor(next, token);
    }
  }

  /** What Redis holds, and where everybody is. */
  private record World(boolean letter, String known, int released, int tokens, List<Actor> actors) {
    World with(int who, Actor actor) {
      return with(letter, known, released, tokens, who, actor);
    }

    World with(boolean there, String nowKnown, int out, int given, int who, Actor actor) {
      List<Actor> changed = new ArrayList<>(actors);
      changed.set(who, actor);
      return new World(there, nowKnown, out, given, List.copyOf(changed));
    }
  }

  private final Set<World> seen = new HashSet<>();
  private final Set<Rule> leftOut = new HashSet<>();
  private int twice;
  private int unfinished;

  private boolean holds(Rule rule) {
    return !leftOut.contains(rule);
  }

  private void explore(World world) {
    if (!seen.add(world)) {
      return;
    }
    if (world.released() > 1) {
      twice++;
    }
    boolean idle = true;
    for (int who = 0; who < world.actors().size(); who++) {
      if (world.actors().get(who).step() != Actor.DONE) {
        idle = false;
        explore(step(world, who));
        explore(world.with(who, world.actors().get(who).at(Actor.DONE)));
      }
    }
    if (idle && !settles(world)) {
      unfinished++;
    }
  }

  /** Whether one more who comes when all others have ended or died leaves the letter replayed. */
  private boolean settles(World world) {
    List<Actor> all = new ArrayList<>(world.actors());
    all.add(new Actor(0, ""));
    World after = new World(world.letter(), world.known(), world.released(), world.tokens(), all);
    int who = all.size() - 1;
    while (after.actors().get(who).step() != Actor.DONE) {
      after = step(after, who);
    }
    return !after.letter() && after.released() == 1 && after.known().isEmpty();
  }

  private World step(World world, int who) {
    Actor actor = world.actors().get(who);
    return switch (actor.step()) {
      case 0 -> holds(Rule.LOOKS_AFTER_IT_HAS_BEGUN) ? begin(world, who) : look(world, who, 1);
      case 1 -> holds(Rule.LOOKS_AFTER_IT_HAS_BEGUN) ? look(world, who, 2) : begin(world, who);
      case 2 -> release(world, who);
      case 3 ->
          holds(Rule.FORGETS_AFTER_IT_HAS_DELETED) ? delete(world, who, 4) : forget(world, who, 4);
      default ->
          holds(Rule.FORGETS_AFTER_IT_HAS_DELETED)
              ? forget(world, who, Actor.DONE)
              : delete(world, who, Actor.DONE);
    };
  }

  private World begin(World world, int who) {
    Actor actor = world.actors().get(who);
    int next = holds(Rule.LOOKS_AFTER_IT_HAS_BEGUN) ? 1 : 2;
    if (world.known().equals(RELEASED)) {
      return world.with(who, actor.at(3));
    }
    if (!world.known().isEmpty()) {
      return world.with(who, new Actor(next, world.known()));
    }
    String token = "t" + (holds(Rule.TOKENS_ARE_OF_ONE_USE) ? world.tokens() : 0);
    return world.with(
        world.letter(), token, world.released(), world.tokens() + 1, who, new Actor(next, token));
  }

  private World look(World world, int who, int next) {
    Actor actor = world.actors().get(who);
    if (world.letter() || !holds(Rule.LOOKS_WHETHER_THE_LETTER_IS_THERE)) {
      return world.with(who, actor.at(next));
    }
    return forget(world, who, Actor.DONE);
  }

  private World release(World world, int who) {
    Actor actor = world.actors().get(who);
    if (world.known().equals(RELEASED)) {
      return world.with(who, actor.at(3));
    }
    if (!world.known().equals(actor.token())) {
      return world.with(who, actor.at(Actor.DONE));
    }
    return world.with(
        world.letter(), RELEASED, world.released() + 1, world.tokens(), who, actor.at(3));
  }

  private World delete(World world, int who, int next) {
    Actor actor = world.actors().get(who).at(next);
    return world.with(false, world.known(), world.released(), world.tokens(), who, actor);
  }

  private World forget(World world, int who, int next) {
    Actor actor = world.actors().get(who).at(next);
    return world.with(world.letter(), "", world.released(), world.tokens(), who, actor);
  }

  private void exploreAll() {
    Actor begins = new Actor(0, "");
    explore(new World(true, "", 0, 0, List.of(begins, begins, begins)));
  }

  @Test
  void threeAtATimeAnyOfWhomMayDieReleaseALetterOnce() {
    exploreAll();
    assertThat(seen).hasSizeGreaterThan(500);
    assertThat(twice).isZero();
    assertThat(unfinished).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void eachRuleIsNeeded(Rule rule) {
    leftOut.add(rule);
    exploreAll();
    assertThat(twice).isPositive();
  }
}
