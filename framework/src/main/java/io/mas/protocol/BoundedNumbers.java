package io.mas.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;

/**
 * Takes no number whose exponent is out of all proportion: {@code 1e2000000000} is short, but
 * adding one to it takes gigabytes.
 */
final class BoundedNumbers extends JsonNodeFactory {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SCALE = 10_000;

  @Override
  public ValueNode numberNode(BigDecimal value) {
    if (value != null && (value.scale() > MAX_SCALE || value.scale() < -MAX_SCALE)) {
      throw new NumberFormatException("an exponent beyond " + MAX_SCALE);
    }
    return super.numberNode(value);
  }
}
