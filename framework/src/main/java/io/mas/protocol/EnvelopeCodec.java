package io.mas.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes as bytes, version 1. There is one encoding for each envelope, so the bytes can be
 * signed and compared; whatever else arrives is refused.
 *
 * <pre>
 * version=1 (1) kind (1) id (16)
 * sender, senderInstance, target, targetInstance, type: each length (1) and ASCII
 * sequence (8) timestamp (8)
 * then any of these, tags rising: tag (1) length (2) value
 *   1 correlation (16)   2 deadline (8)   3 reply token (24)
 *   4 headers: for each, names rising: length (2) and UTF-8 of name and of value
 * </pre>
 */
public final class EnvelopeCodec {
  /** Longest header block of a message that is accepted, in bytes. */
  public static final int MAX_BYTES = 16 * 1024;

  /** Most user headers of one message. */
  public static final int MAX_HEADERS = 64;

  /** Most bytes of all user headers of one message, with their lengths. */
  public static final int MAX_HEADER_BYTES = 8 * 1024;

  private static final byte VERSION = 1;
  private static final int CORRELATION = 1;
  private static final int DEADLINE = 2;
  private static final int REPLY_TOKEN = 3;
  private static final int HEADERS = 4;

  private EnvelopeCodec() {}

  /**
   * The envelope's bytes.
   *
   * @throws IllegalArgumentException if a part breaks a bound
   */
  public static byte[] encode(Envelope envelope) {
    check(envelope);
    byte[] headers = encodeHeaders(envelope.headers());
    ByteBuffer out = ByteBuffer.allocate(512 + headers.length);
    out.put(VERSION).put(envelope.kind().code());
    MessageId.put(out, envelope.id());
    putName(out, envelope.sender());
    putName(out, envelope.senderInstance());
    putName(out, envelope.target());
    putName(out, envelope.targetInstance());
    putName(out, envelope.type());
    out.putLong(envelope.sequence()).putLong(envelope.timestamp());
    UUID correlation = envelope.correlation();
    if (correlation != null) {
      out.put((byte) CORRELATION).putShort((short) MessageId.BYTES);
      MessageId.put(out, correlation);
    }
    if (envelope.deadline() != 0) {
      out.put((byte) DEADLINE).putShort((short) 8).putLong(envelope.deadline());
    }
    ReplyToken token = envelope.replyToken();
    if (token != null) {
      out.put((byte) REPLY_TOKEN).putShort((short) ReplyToken.BYTES).put(token.toBytes());
    }
    if (headers.length > 0) {
      out.put((byte) HEADERS).putShort((short) headers.length).put(headers);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /** What {@link #decode} would refuse must not be sent: the error comes where the mistake is. */
  private static void check(Envelope envelope) {
    Names.requireId("a sender", envelope.sender());
    Names.requireId("a sender instance", envelope.senderInstance());
    Names.requireId("a target", envelope.target());
    if (!envelope.targetInstance().isEmpty()) {
      Names.requireId("a target instance", envelope.targetInstance());
    }
    Names.requireType(envelope.type());
    if (envelope.sequence() < 0 || envelope.timestamp() < 0 || envelope.deadline() < 0) {
      throw new IllegalArgumentException(
          "sequence, timestamp and deadline of a message must not be negative");
    }
  }

  /**
   * The envelope that the bytes say.
   *
   * @throws ProtocolException if they are anything but what {@link #encode} gives
   */
  public static Envelope decode(byte[] bytes) throws ProtocolException {
    if (bytes.length > MAX_BYTES) {
      throw new ProtocolException("the header is longer than " + MAX_BYTES + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    need(in, 2 + MessageId.BYTES);
    byte version = in.get();
    if (version != VERSION) {
      throw new ProtocolException("unknown protocol version: " + version);
    }
    Kind kind = Kind.of(in.get());
    UUID id = MessageId.get(in);
    String sender = id("sender", name(in), false);
    String senderInstance = id("sender instance", name(in), false);
    String target = id("target", name(in), false);
    String targetInstance = id("target instance", name(in), true);
    String type = name(in);
    if (!Names.isType(type)) {
      throw new ProtocolException("the type is not a message type");
    }
    need(in, 16);
    long sequence = in.getLong();
    long timestamp = in.getLong();
    if (sequence < 0 || timestamp < 0) {
      throw new ProtocolException("sequence and timestamp must not be negative");
    }
    @Nullable UUID correlation = null;
    long deadline = 0;
    @Nullable ReplyToken token = null;
    Map<String, String> headers = Map.of();
    int last = 0;
    while (in.hasRemaining()) {
      need(in, 3);
      int tag = in.get();
      int length = Short.toUnsignedInt(in.getShort());
      need(in, length);
      if (tag <= last) {
        throw new ProtocolException("the optional parts are not in order");
      }
      last = tag;
      ByteBuffer value = in.slice(in.position(), length);
      in.position(in.position() + length);
      switch (tag) {
        case CORRELATION -> {
          exactly(length, MessageId.BYTES, "correlation");
          correlation = MessageId.get(value);
        }
        case DEADLINE -> {
          exactly(length, 8, "deadline");
          deadline = value.getLong();
          if (deadline <= 0) {
            throw new ProtocolException("the deadline must be positive");
          }
        }
        case REPLY_TOKEN -> {
          byte[] raw = new byte[length];
          value.get(raw);
          token = ReplyToken.fromBytes(raw);
        }
        case HEADERS -> headers = decodeHeaders(value);
        default -> throw new ProtocolException("unknown part of a message: " + tag);
      }
    }
    return new Envelope(
        kind,
        id,
        sender,
        senderInstance,
        target,
        targetInstance,
        type,
        sequence,
        timestamp,
        correlation,
        deadline,
        token,
        headers);
  }

  private static byte[] encodeHeaders(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return new byte[0];
    }
    if (headers.size() > MAX_HEADERS) {
      throw new IllegalArgumentException("a message has at most " + MAX_HEADERS + " headers");
    }
    ByteBuffer out = ByteBuffer.allocate(MAX_HEADER_BYTES);
    for (Map.Entry<String, String> header : new TreeMap<>(headers).entrySet()) {
      byte[] name = utf8(header.getKey());
      byte[] value = utf8(header.getValue());
      if (name.length == 0 || out.remaining() < 4 + name.length + value.length) {
        throw new IllegalArgumentException(
            "the headers of a message need names, and have at most " + MAX_HEADER_BYTES + " bytes");
      }
      out.putShort((short) name.length).put(name).putShort((short) value.length).put(value);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /** Strict: half a surrogate pair would become '?', and two envelopes would share an encoding. */
  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a header of a message is no Unicode text", e);
    }
  }

  private static Map<String, String> decodeHeaders(ByteBuffer in) throws ProtocolException {
    if (in.remaining() > MAX_HEADER_BYTES) {
      throw new ProtocolException("the headers have more than " + MAX_HEADER_BYTES + " bytes");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    String last = "";
    while (in.hasRemaining()) {
      String name = text(in);
      if (name.compareTo(last) <= 0) {
        throw new ProtocolException("the headers are not in order");
      }
      last = name;
      headers.put(name, text(in));
    }
    if (headers.isEmpty() || headers.size() > MAX_HEADERS) {
      throw new ProtocolException("a message has 1 to " + MAX_HEADERS + " headers, or none");
    }
    return headers;
  }

  private static String text(ByteBuffer in) throws ProtocolException {
    need(in, 2);
    int length = Short.toUnsignedInt(in.getShort());
    need(in, length);
    ByteBuffer value = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(value)
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException("a header is not UTF-8");
    }
  }

  private static void putName(ByteBuffer out, String name) {
    out.put((byte) name.length());
    for (int i = 0; i < name.length(); i++) {
      out.put((byte) name.charAt(i));
    }
  }

  private static String name(ByteBuffer in) throws ProtocolException {
    need(in, 1);
    int length = Byte.toUnsignedInt(in.get());
    need(in, length);
    // Latin-1 keeps a byte a character, so that whatever is not in the alphabet is refused by it.
    String name =
        new String(
            in.array(),
            in.arrayOffset() + in.position(),
            length,
            java.nio.charset.StandardCharsets.ISO_8859_1);
    in.position(in.position() + length);
    return name;
  }

  private static String id(String what, String text, boolean mayBeEmpty) throws ProtocolException {
    if (!Names.isId(text) && !(mayBeEmpty && text.isEmpty())) {
      throw new ProtocolException("the " + what + " is not an id");
    }
    return text;
  }

  private static void need(ByteBuffer in, int bytes) throws ProtocolException {
    if (in.remaining() < bytes) {
      throw new ProtocolException("the header ends too early");
    }
  }

  private static void exactly(int length, int expected, String what) throws ProtocolException {
    if (length != expected) {
      throw new ProtocolException("the " + what + " has " + expected + " bytes, not " + length);
    }
  }
}
