/** Tests of agents: handlers, requests, state, order, life. */
@NullMarked
package io.mas.it.agent;

import org.jspecify.annotations.NullMarked;
