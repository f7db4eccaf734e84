/** The checks that a message passes, each a pure function of the message and what is known. */
@NullMarked
package io.mas.gateway.check;

import org.jspecify.annotations.NullMarked;
