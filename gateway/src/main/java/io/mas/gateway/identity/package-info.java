/** Who sends: keys of agents, registrations and numbers of their instances. */
@NullMarked
package io.mas.gateway.identity;

import org.jspecify.annotations.NullMarked;
