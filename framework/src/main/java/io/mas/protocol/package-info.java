/**
 * The protocol on the wire: envelopes, their encoding, signatures and seals. Pure: nothing in here
 * speaks to Redis.
 */
@NullMarked
package io.mas.protocol;

import org.jspecify.annotations.NullMarked;
