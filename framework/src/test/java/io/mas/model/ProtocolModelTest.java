package io.mas.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ProtocolModelTest {

  @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
  void keepsEveryPromiseInAnyOrderOfStepsAndFaults(@ForAll("schedules") List<Integer> choices) {
    var outcome = Simulation.run(EnumSet.allOf(Rule.class), choices);
    assertThat(outcome.violations())
        .as(() -> String.join("\n  ", outcome.trace()))
        .isEmpty();
  }

  @Provide
  Arbitrary<List<Integer>> schedules() {
    return Arbitraries.integers().between(0, Search.CHOICES).list().ofMaxSize(Search.LONGEST);
  }

  @Test
  void probe() {
    var all = EnumSet.allOf(Rule.class);
    long t = System.nanoTime();
    var found = Search.counterexample(all, o -> !o.violations().isEmpty(), 20000, 1);
    System.out.println("ALL: " + found.map(Object::toString).orElse("none") + " " + (System.nanoTime() - t) / 1000000 + " ms");
    for (var rule : Rule.values()) {
      var rules = EnumSet.complementOf(EnumSet.of(rule));
      var counts = new java.util.TreeMap<Violation, Integer>();
      int bad = 0;
      var random = new java.util.Random(2);
      for (int i = 0; i < 5000; i++) {
        var o = Simulation.run(rules, random.ints(Search.LONGEST, 0, Search.CHOICES).boxed().toList());
        if (!o.violations().isEmpty()) bad++;
        o.violations().forEach(v -> counts.merge(v, 1, Integer::sum));
      }
      System.out.println(rule + ": " + bad + " of 5000 " + counts);
    }
  }
}
