package io.mas.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/** Runs the model with all its rules. For a soak: {@code -Djqwik.tries.default=200000}. */
class ProtocolModelTest {
  @Property(edgeCases = EdgeCasesMode.NONE)
  void keepsEveryPromiseWhateverTheOrderOfStepsAndFaults(
      @ForAll Set<Fault> faults, @ForAll("choices") List<Integer> choices) {
    var outcome = Simulation.run(EnumSet.allOf(Rule.class), faults, choices);
    assertThat(outcome.violations()).as(() -> String.join("\n", outcome.trace())).isEmpty();
  }

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers()
        .between(0, Search.CHOICES - 1)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMaxSize(Search.LONGEST)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
