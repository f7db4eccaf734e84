/** Tests of the service: who is there, and the news of it. */
@NullMarked
package io.mas.it.registry;

import org.jspecify.annotations.NullMarked;
