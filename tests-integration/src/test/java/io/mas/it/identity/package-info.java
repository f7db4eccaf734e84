/** Who an agent is: keys, credentials, rotation, revocation. */
@NullMarked
package io.mas.it.identity;

import org.jspecify.annotations.NullMarked;
