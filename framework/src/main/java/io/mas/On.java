package io.mas;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method the handler of one message type.
 *
 * <p>The method takes a payload, a {@link Message}, both in either order, or nothing. The payload
 * is read from the message's JSON and checked by Bean Validation before the call; one that does not
 * fit never reaches the method. It returns {@code void}, a value that is sent as the reply (then
 * {@link #reply()} names the reply's type), or a {@code CompletionStage} of either.
 *
 * <p>What the method does through its agent (sends, replies, state) is committed together when it
 * returns, and not at all when it throws. A message may be delivered more than once; its effects
 * inside the system happen once. {@link Message#id()} is the idempotency key for anything outside.
 *
 * <p>Handlers are inherited; an override without the annotation keeps the one it overrides.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface On {

  /** The message type, for instance {@code "greeting.request"}. */
  String value();

  /** The type under which the returned value is sent back; required where a value is returned. */
  String reply() default "";

  /**
   * How often the handler is tried before its message becomes a dead letter; 0 takes the agent's
   * {@code max_attempts}. Where a process dies in the very first attempt, that one is not counted.
   */
  int maxAttempts() default 0;

  /**
   * The property of the payload whose value orders messages, for instance {@code "orderId"} or
   * {@code "order.id"}: of those that share a value one is handled at a time, in the order in which
   * they came, whatever handler takes them, with any number of instances and any concurrency, and
   * through crashes. A message whose payload lacks the property is not ordered. While one is tried
   * again, those behind it wait; when it becomes a dead letter, they go on, or wait until it is
   * replayed or dropped, as {@link OnPoison} says.
   */
  String key() default "";
}
