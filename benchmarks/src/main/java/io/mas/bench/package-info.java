/** Benchmarks of what needs no Redis: {@code java -jar benchmarks/target/benchmarks.jar}. */
@org.jspecify.annotations.NullMarked
package io.mas.bench;
