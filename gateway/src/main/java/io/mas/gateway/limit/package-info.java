/** How many messages may pass: limits of senders, of message types, of targets, of all. */
@NullMarked
package io.mas.gateway.limit;

import org.jspecify.annotations.NullMarked;
