package io.mas.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import io.mas.protocol.Json;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadReaderTest {
  record Greeting(@NotBlank String hello) {}

  enum Colour {
    RED,
    GREEN
  }

  record Item(@Size(min = 2, max = 4) String code, @Min(1) int count) {}

  record Order(
      @NotNull @Valid Item first,
      List<@Valid Item> items,
      Map<String, @Valid Item> byName,
      @Email String email) {}

  record Scalars(
      int number,
      long big,
      double fraction,
      BigDecimal exact,
      boolean flag,
      String text,
      Colour colour,
      Instant when) {}

  record Checked(int number) {
    Checked {
      if (number < 0) {
        throw new IllegalArgumentException("negative: " + number);
      }
    }
  }

  public static class Bean {
    @NotBlank public String name;
    private int age;

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }
  }

  private final PayloadReader reader = new PayloadReader();

  @Test
  void readsRecordsAndClasses() throws Exception {
    assertThat(read("{'hello':'world'}", Greeting.class)).isEqualTo(new Greeting("world"));
    Bean bean = (Bean) read("{'name':'a','age':7}", Bean.class);
    assertThat(bean.name).isEqualTo("a");
    assertThat(bean.getAge()).isEqualTo(7);
  }

  @Test
  void readsTreesMapsAndScalars() throws Exception {
    assertThat(read("{'a':1.10}", JsonNode.class)).isEqualTo(json("{'a':1.10}"));
    assertThat(read("null", JsonNode.class)).isEqualTo(json("null"));
    assertThat(read("{'a':1.10}", Map.class)).isEqualTo(Map.of("a", new BigDecimal("1.10")));
    assertThat(read("'text'", String.class)).isEqualTo("text");
    assertThat(read("7", int.class)).isEqualTo(7);
  }

  @Test
  void whatTheTypeDoesNotNameIsLeftOut() throws Exception {
    assertThat(read("{'hello':'world','more':1}", Greeting.class)).isEqualTo(new Greeting("world"));
  }

  @Test
  void tellsEveryViolationByPathInOrderAndWithoutTheValue() {
    assertThat(
            violations(
                "{'first':{'code':'secret-0','count':0},'items':[{'code':'ab','count':1},"
                    + "{'code':'s','count':1}],'byName':{'k':{'code':'ab','count':-7}},"
                    + "'email':'secret-0'}",
                Order.class))
        .containsExactly(
            "byName[k].count: must be greater than or equal to 1",
            "email: must be a well-formed email address",
            "first.code: size must be between 2 and 4",
            "first.count: must be greater than or equal to 1",
            "items[1].code: size must be between 2 and 4");
    assertThat(violations("{'items':[]}", Order.class)).containsExactly("first: must not be null");
    assertThat(violations("{'age':1}", Bean.class)).containsExactly("name: must not be blank");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'number':'5'}      | number: must be of type int",
        "{'number':1.5}      | number: must be of type int",
        "{'number':1e1000}   | number: must be of type int",
        "{'number':true}     | number: must be of type int",
        "{'number':''}       | number: must be of type int",
        "{'number':3000000000} | number: must be of type int",
        "{'number':[1]}      | number: must be of type int",
        "{'number':{}}       | number: must be of type int",
        "{'big':9223372036854775808} | big: must be of type long",
        "{'fraction':'1.5'}  | fraction: must be of type double",
        "{'exact':'1.5'}     | exact: must be of type BigDecimal",
        "{'flag':1}          | flag: must be of type boolean",
        "{'flag':'true'}     | flag: must be of type boolean",
        "{'text':5}          | text: must be of type String",
        "{'text':1.5}        | text: must be of type String",
        "{'text':true}       | text: must be of type String",
        "{'text':{}}         | text: must be of type String",
        "{'text':['a']}      | text: must be of type String",
        "{'colour':1}        | colour: must be of type Colour",
        "{'colour':'BLUE'}   | colour: must be of type Colour",
        "{'colour':''}       | colour: must be of type Colour",
        "{'when':'today'}    | when: must be of type Instant"
      })
  void turnsNoValueIntoAnother(String payload, String violation) {
    assertThat(violations(payload, Scalars.class)).containsExactly(violation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "null        | payload: must not be null",
        "5           | payload: must be of type Greeting",
        "'secret-0'  | payload: must be of type Greeting",
        "''          | payload: must be of type Greeting",
        "[]          | payload: must be of type Greeting",
        "[{'hello':'a'}] | payload: must be of type Greeting",
        "{}          | hello: must not be blank",
        "{'hello':null} | hello: must not be blank",
        "{'hello':' '}  | hello: must not be blank"
      })
  void refusesAnotherShape(String payload, String violation) {
    assertThat(violations(payload, Greeting.class)).containsExactly(violation);
  }

  @Test
  void namesThePlaceInsideOfListsAndObjects() {
    assertThat(violations("{'first':{'code':'ab','count':'secret-0'}}", Order.class))
        .containsExactly("first.count: must be of type int");
    assertThat(violations("{'items':[{'code':'ab','count':1},7]}", Order.class))
        .containsExactly("items[1]: must be of type Item");
  }

  @Test
  void whatAConstructorRefusesDoesNotFitAndItsWordsAreKept() {
    assertThat(violations("{'number':-7}", Checked.class)).containsExactly("payload: does not fit");
  }

  @Test
  void numbersFitWhereNothingIsLost() throws Exception {
    assertThat(
            read(
                "{'number':5,'big':9223372036854775807,'fraction':1,'exact':1.10,'flag':true,"
                    + "'text':'','colour':'GREEN','when':'2026-01-01T00:00:00Z'}",
                Scalars.class))
        .isEqualTo(
            new Scalars(
                5,
                Long.MAX_VALUE,
                1.0,
                new BigDecimal("1.10"),
                true,
                "",
                Colour.GREEN,
                Instant.parse("2026-01-01T00:00:00Z")));
  }

  record Tags(Map<@NotBlank String, @NotBlank String> tags, Map<String, Integer> counts) {}

  @Test
  void whatIsKeptHasNoKeysOfThePayloadsMaps() {
    String order = "{'first':{'code':'ab','count':1},'byName':{'secret-1':{'count':0}}}";
    assertThat(refused(order, Order.class))
        .hasMessage("byName[…].count: must be greater than or equal to 1");
    assertThat(violations(order, Order.class))
        .containsExactly("byName[secret-1].count: must be greater than or equal to 1");
    assertThat(refused("{'tags':{'secret-1':' '}}", Tags.class))
        .hasMessage("tags[…].<map value>: must not be blank");
    assertThat(refused("{'counts':{'secret-1':'x'}}", Tags.class))
        .hasMessage("counts[…]: must be of type Integer");
    assertThat(violations("{'counts':{'secret-1':'x'}}", Tags.class))
        .containsExactly("counts.secret-1: must be of type Integer");
    assertThat(refused("{'items':[{'code':'ab','count':'x'}]}", Order.class))
        .hasMessage("items[0].count: must be of type int");
  }

  record Words(List<@NotBlank String> words) {}

  private static String blanks(int count) {
    return "{'words':[" + "'',".repeat(count - 1) + "'']}";
  }

  @Test
  void tellsOfAHundredViolationsAndHowManyMoreThereAre() {
    assertThat(violations(blanks(100), Words.class)).hasSize(100);
    assertThat(violations(blanks(130), Words.class)).hasSize(101).last().isEqualTo("and 30 more");
    assertThat(refused(blanks(130), Words.class)).hasMessageEndingWith("; and 30 more");
  }

  /** Collected, they would take hours. */
  @Test
  @Timeout(30)
  void doesNotCollectHundredsOfThousandsOfViolations() {
    assertThat(violations(blanks(300_000), Words.class))
        .containsExactly("payload: more than 1000 violations");
  }

  @Test
  void cutsAViolationWithALongPath() {
    String key = "k".repeat(9_000);
    assertThat(violations("{'counts':{'" + key + "':'x'}}", Tags.class))
        .singleElement()
        .asString()
        .hasSize(200)
        .endsWith("…");
  }

  private List<String> violations(String payload, Class<?> type) {
    return refused(payload, type).violations();
  }

  private InvalidPayload refused(String payload, Class<?> type) {
    InvalidPayload refused = catchThrowableOfType(InvalidPayload.class, () -> read(payload, type));
    assertThat(refused).as(payload).isNotNull();
    assertThat(StateSnapshotTest.stackTraceOf(refused)).doesNotContain("secret-0");
    return refused;
  }

  private Object read(String payload, Class<?> type) throws Exception {
    JavaType javaType = Json.mapper().constructType(type);
    return reader.read(json(payload), javaType);
  }

  private static JsonNode json(String text) throws Exception {
    return Json.read(text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
