/** Tokens of an issuer outside: what an agent's process must show beside its signing key. */
@NullMarked
package io.mas.gateway.token;

import org.jspecify.annotations.NullMarked;
