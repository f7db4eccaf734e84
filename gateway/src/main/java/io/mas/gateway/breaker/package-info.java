/** Circuit breakers: targets that fail are left alone for a while, and then tried. */
@NullMarked
package io.mas.gateway.breaker;

import org.jspecify.annotations.NullMarked;
