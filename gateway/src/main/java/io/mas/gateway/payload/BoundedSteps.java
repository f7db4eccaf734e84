package io.mas.gateway.payload;

import com.networknt.schema.ExecutionContext;

/**
 * What one payload is held against a schema with, a bounded number of steps long: a schema that
 * refers to itself more than once in a place takes, without it, a number that doubles with each
 * level of the payload. Used once.
 */
final class BoundedSteps extends ExecutionContext {
  /** So few that they take no time worth naming; enough for a hundred fields under any schema. */
  private static final long LEAST = 20_000;

  /** A value of a list can be two bytes long, and some keywords may be about it. */
  private static final long FOR_A_BYTE = 8;

  private long left;

  /**
   * As the schema makes its own.
   *
   * @param made that
   * @param bytes how long the payload is
   */
  BoundedSteps(ExecutionContext made, int bytes) {
    super(made.getExecutionConfig(), made.getCollectorContext());
    setWalkConfig(made.getWalkConfig());
    setUnevaluatedItemsPresent(made.isUnevaluatedItemsPresent());
    setUnevaluatedPropertiesPresent(made.isUnevaluatedPropertiesPresent());
    this.left = LEAST + FOR_A_BYTE * bytes;
  }

  private void step() {
    left--;
    if (left < 0) {
      throw new IllegalStateException("it takes too many steps to hold the payload against it");
    }
  }

  @Override
  public void evaluationPathAddLast(String keyword) {
    step();
    super.evaluationPathAddLast(keyword);
  }

  @Override
  public void evaluationPathAddLast(int place) {
    step();
    super.evaluationPathAddLast(place);
  }
}
