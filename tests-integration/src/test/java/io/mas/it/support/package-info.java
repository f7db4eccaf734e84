/** Tests of what the tests of a whole system share. */
@NullMarked
package io.mas.it.support;

import org.jspecify.annotations.NullMarked;
