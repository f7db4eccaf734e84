/** The runtime behind the public classes. Not for use from outside. */
@NullMarked
package io.mas.internal;

import org.jspecify.annotations.NullMarked;
