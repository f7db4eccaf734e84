/** Who an agent is: keys, users, revocation. */
@org.jspecify.annotations.NullMarked
package io.mas.it.identity;
