/** What messages to a target may be: types, sizes, schemas of payloads. */
@NullMarked
package io.mas.gateway.payload;

import org.jspecify.annotations.NullMarked;
