package io.mas.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mas.gateway.payload.PayloadSchema;
import io.mas.gateway.payload.TargetRule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to hold a payload of a kilobyte against a schema, its parsing included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class PayloadBenchmark {
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["id", "amount", "lines"],
       "properties": {
         "id": {"type": "string", "pattern": "^[A-Z]{2}[0-9]+$"},
         "amount": {"type": "number", "minimum": 0},
         "lines": {"type": "array", "maxItems": 100, "items": {
           "type": "object", "required": ["sku", "count"],
           "properties": {"sku": {"type": "string", "maxLength": 40},
                          "count": {"type": "integer", "minimum": 1}}}}}}
      """;

  private final byte[] payload =
      ("{\"id\":\"AB12\",\"amount\":5,\"lines\":["
              + "{\"sku\":\"abcdefghijklmnopqrst\",\"count\":3},".repeat(22)
              + "{\"sku\":\"abc\",\"count\":3}]}")
          .getBytes(UTF_8);

  private final TargetRule rule =
      TargetRule.of(
          List.of("order.*"),
          65_536,
          Map.of("order.new", PayloadSchema.compile("s.json", name -> SCHEMA.getBytes(UTF_8))),
          false);

  /** Null, as it fits. */
  @Benchmark
  public @Nullable String violation() {
    return rule.violation("bank", "order.new", payload);
  }
}
