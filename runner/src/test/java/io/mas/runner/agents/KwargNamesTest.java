package io.mas.runner.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KwargNamesTest {
  @ParameterizedTest
  @CsvSource({
    "name,name",
    "maxItems,max_items",
    "max_items,max_items",
    "maxURL,max_url",
    "URLOfHost,url_of_host",
    "sha256Sum,sha256_sum",
    "x,x"
  })
  void writesAJavaNameInSnakeCase(String java, String yaml) {
    assertThat(KwargNames.snake(java)).isEqualTo(yaml);
  }
}
