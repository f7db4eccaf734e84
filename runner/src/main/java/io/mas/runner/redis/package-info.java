/**
 * Which Redis a command uses: a configured one, checked before use, or a real server that starts
 * from the jar.
 */
@NullMarked
package io.mas.runner.redis;

import org.jspecify.annotations.NullMarked;
