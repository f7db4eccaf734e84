package io.mas.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mas.gateway.policy.PolicyException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is collected; what {@code apply} does is the matter of tests with a Redis. */
class AuthorizationManagerTest {
  @SuppressWarnings("NullAway") // nothing is published here
  private final AuthorizationManager manager = AuthorizationManager.of(null, "billing");

  private boolean allows(String sender, String target) {
    return manager.decide(sender, target, "t").allowed();
  }

  @Test
  void collectsEveryKindOfRule() {
    manager
        .allow("a", "b", "c")
        .allowBidirectional("d", "e")
        .allowNetwork("f", "g", "h")
        .allowNetwork(List.of("i", "j", "k"), false)
        .allowBroadcast("l", "m")
        .allowWildcard("n")
        .createRole("nurse", "reads patients", "send:patient*")
        .assignRole("o", "nurse")
        .block("n", "a");
    assertThat(manager.summary())
        .isEqualTo(
            "9 rules {allow=1, allow_bidirectional=1, allow_broadcast=1, allow_network=2,"
                + " allow_wildcard=1, assign_role=1, block=1, role=1}");
    assertThat(allows("a", "c")).isTrue();
    assertThat(allows("e", "d")).isTrue();
    assertThat(allows("h", "f")).isTrue();
    assertThat(allows("i", "j")).isTrue();
    assertThat(allows("i", "k")).isFalse();
    assertThat(allows("l", "m")).isTrue();
    assertThat(allows("n", "anybody")).isTrue();
    assertThat(allows("n", "a")).isFalse();
    assertThat(allows("o", "patient7")).isTrue();
  }

  @Test
  void qualifiesTheLastRule() {
    manager.allow("a", "b").forTypes("order.*").block("a", "b").inShadow();
    assertThat(manager.decide("a", "b", "order.new").allowed()).isTrue();
    assertThat(manager.decide("a", "b", "bill").allowed()).isFalse();
  }

  @Test
  void explainsWithItsSourceAsThePlace() {
    manager.allow("a", "b");
    assertThat(manager.decide("a", "b", "t").reason()).isEqualTo("allowed by allow (billing)");
  }

  @Test
  void refusesWhatDoesNotFitTogetherBeforeAnythingIsPublished() {
    manager.assignRole("a", "nobody");
    assertThatThrownBy(manager::apply).isInstanceOf(PolicyException.class);
  }

  @Test
  void thereMustBeARuleToQualify() {
    assertThatThrownBy(() -> manager.forTypes("t")).isInstanceOf(IllegalStateException.class);
  }
}
