/** The soak: a whole system of processes under load, while its processes are killed. */
@NullMarked
package io.mas.it.soak;

import org.jspecify.annotations.NullMarked;
