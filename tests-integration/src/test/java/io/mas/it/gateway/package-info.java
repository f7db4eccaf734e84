/** Tests of the gateway: what it refuses, routes, records and survives. */
@NullMarked
package io.mas.it.gateway;

import org.jspecify.annotations.NullMarked;
