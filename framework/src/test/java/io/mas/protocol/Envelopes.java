package io.mas.protocol;

import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Envelopes for tests: one that has every part, and any that the protocol allows. */
final class Envelopes {
  private static final String ID_LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

  private Envelopes() {}

  /** Has every optional part. */
  static Envelope full() {
    return new Envelope(
        Kind.REPLY,
        new UUID(0x0193_0000_0000_7abcL, 0x8123_4567_89ab_cdefL),
        "echo",
        "i1",
        "greeter",
        "i2",
        "greeting.response",
        7,
        1_700_000_000_000L,
        new UUID(1, 2),
        1_700_000_030_000L,
        ReplyToken.of(1_700_000_030_000L, new byte[16]),
        Map.of("lane", "a", "läne", "ü€𝄞", "trace", ""),
        300);
  }

  /** Has none of the optional parts. */
  static Envelope bare() {
    return new Envelope(
        Kind.SEND, new UUID(3, 4), "a", "b", "c", "", "d", 0, 0, null, 0, null, Map.of());
  }

  static Arbitrary<Envelope> any() {
    Arbitrary<Map<String, String>> headers =
        Arbitraries.maps(
                text().ofMinLength(1).ofMaxLength(12), text().ofMinLength(0).ofMaxLength(20))
            .ofMaxSize(5);
    Arbitrary<Object[]> parties =
        Combinators.combine(
                ids(),
                ids(),
                ids(),
                Arbitraries.oneOf(Arbitraries.just(""), ids()),
                Arbitraries.strings().withChars(ID_LETTERS + ":/").ofMinLength(1).ofMaxLength(128))
            .as((a, b, c, d, e) -> new Object[] {a, b, c, d, e});
    Arbitrary<Long> times = Arbitraries.longs().between(0, Long.MAX_VALUE);
    Arbitrary<UUID> uuids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            uuids,
            parties,
            times,
            times,
            uuids.injectNull(0.5),
            times,
            headers)
        .as(
            (kind, id, names, sequence, timestamp, correlation, deadline, extra) ->
                new Envelope(
                    kind,
                    id,
                    (String) names[0],
                    (String) names[1],
                    (String) names[2],
                    (String) names[3],
                    (String) names[4],
                    sequence,
                    timestamp,
                    correlation,
                    deadline,
                    deadline % 2 == 0 ? null : ReplyToken.of(deadline, new byte[16]),
                    extra,
                    timestamp % 3 == 0 ? 0 : timestamp >>> (sequence & 63)));
  }

  private static Arbitrary<String> ids() {
    return Arbitraries.strings().withChars(ID_LETTERS).ofMinLength(1).ofMaxLength(64);
  }

  private static net.jqwik.api.arbitraries.StringArbitrary text() {
    return Arbitraries.strings().withCharRange('\u0000', '\ud7ff').withChars('\ue000', '\uffff');
  }
}
