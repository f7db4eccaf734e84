package io.mas.it.failure;

import com.fasterxml.jackson.databind.JsonNode;
import io.mas.Agent;
import io.mas.On;
import io.mas.it.support.Wire;
import io.mas.protocol.Json;
import io.mas.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps in its state, for each source, which of the numbered messages it has handled, and passes
 * each on along its route. Since state and sends are committed with the message, what the state
 * says is what has taken effect, once for each commit.
 */
public class Tally extends Agent<Tally.Book> {
  /**
   * A numbered message.
   *
   * @param source who counts, from 0
   * @param route the agents that it has still to pass
   */
  public record Hop(String source, int number, List<String> route) {}

  /**
   * What was handled.
   *
   * @param pages by source
   */
  public record Book(Map<String, Page> pages) {}

  /**
   * What was handled of one source.
   *
   * @param seen the numbers, as the bits of a {@link BitSet} in Base64
   * @param handled how many commits
   * @param reordered how many came after a higher number
   * @param highest the highest number
   */
  public record Page(String seen, int handled, int reordered, int highest) {
    private static final Page EMPTY = new Page("", 0, 0, -1);

    Page with(int number) {
      BitSet bits = numbers();
      bits.set(number);
      return new Page(
          Base64.getEncoder().encodeToString(bits.toByteArray()),
          handled + 1,
          reordered + (number < highest ? 1 : 0),
          Math.max(highest, number));
    }

    BitSet numbers() {
      return BitSet.valueOf(Base64.getDecoder().decode(seen));
    }
  }

  /**
   * What became of the messages of a source.
   *
   * @param sent how many were accepted
   * @param lost accepted, and neither handled nor a dead letter
   * @param repeated handled more than once
   * @param reordered handled after a higher number
   * @param deadLetters accepted, not handled, and a dead letter
   */
  public record Result(int sent, int lost, int repeated, int reordered, int deadLetters) {
    /** Of nothing. */
    public static final Result NONE = allWell(0);

    /** So many, and each handled once and in order. */
    public static Result allWell(int sent) {
      return new Result(sent, 0, 0, 0, 0);
    }

    /** Both together. */
    public Result plus(Result other) {
      return new Result(
          sent + other.sent,
          lost + other.lost,
          repeated + other.repeated,
          reordered + other.reordered,
          deadLetters + other.deadLetters);
    }

    /** The same, so many of those that were not handled being dead letters. */
    public Result withDeadLetters(int letters) {
      return new Result(sent, lost - letters, repeated, reordered, deadLetters + letters);
    }
  }

  /** Notes a message and passes it on. */
  @On("hop")
  protected void hop(Hop hop) {
    Map<String, Page> pages = new LinkedHashMap<>();
    if (state().pages() != null) {
      pages.putAll(state().pages());
    }
    pages.put(hop.source(), pages.getOrDefault(hop.source(), Page.EMPTY).with(hop.number()));
    updateState(new Book(pages));
    if (!hop.route().isEmpty()) {
      List<String> rest = hop.route().subList(1, hop.route().size());
      pass(hop.route().get(0), new Hop(hop.source(), hop.number(), rest));
    }
  }

  /** Passes a message on. */
  protected void pass(String to, Hop hop) {
    send(to, "hop", hop);
  }

  /** What an agent of this class has handled of a source, by its state in Redis. */
  public static Page page(Wire wire, String agent, String source) {
    String pages = wire.hash(Wire.KEYS.state(agent)).get("pages");
    if (pages == null) {
      return Page.EMPTY;
    }
    try {
      JsonNode page = Json.read(pages.getBytes(StandardCharsets.UTF_8)).path(source);
      return page.isMissingNode() ? Page.EMPTY : Json.mapper().convertValue(page, Page.class);
    } catch (ProtocolException e) {
      throw new IllegalStateException("not a tally's state", e);
    }
  }

  /** What became at an agent of the numbers 0 to {@code sent} - 1 of a source. */
  public static Result result(Wire wire, String agent, String source, int sent) {
    Page page = page(wire, agent, source);
    int distinct = page.numbers().cardinality();
    return new Result(sent, sent - distinct, page.handled() - distinct, page.reordered(), 0);
  }
}
