/** What runs an instance of an agent: its reader, dispatcher, turns and writer. */
@NullMarked
package io.mas.internal.runtime;

import org.jspecify.annotations.NullMarked;
