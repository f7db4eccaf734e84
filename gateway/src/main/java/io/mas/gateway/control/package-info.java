/** Agents that an operator has put under restraint. */
@NullMarked
package io.mas.gateway.control;

import org.jspecify.annotations.NullMarked;
