/** Who is there: the service that watches instances come and go, and what discovery shows. */
@NullMarked
package io.mas.gateway.registry;

import org.jspecify.annotations.NullMarked;
