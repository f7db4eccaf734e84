/** From the outboxes to the inboxes: the owner of a shard, its commits and its deliveries. */
@NullMarked
package io.mas.gateway.route;

import org.jspecify.annotations.NullMarked;
