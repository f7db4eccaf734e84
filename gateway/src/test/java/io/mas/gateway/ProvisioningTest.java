package io.mas.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisioningTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:instance:b", "*", "@version", "a{1}", "ä"})
  void provisionsNobodyWhoseIdIsNone(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Provisioning.requireAgent(id))
        .withMessage("an agent id must be 1 to 64 of letters, digits, '.', '_' and '-'");
  }

  @Test
  void provisionsNobodyUnderTheNameOfTheGateway() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Provisioning.requireAgent("mas"))
        .withMessage("the agent id 'mas' is reserved for the gateway");
    assertThat(Provisioning.requireAgent("mas2")).isEqualTo("mas2");
  }
}
