/** What the tests of agents use: a whole system on a Redis of its own, in the test's process. */
@NullMarked
package io.mas.testkit;

import org.jspecify.annotations.NullMarked;
