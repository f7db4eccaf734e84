/**
 * Who may send to whom: rules, the index compiled from them, and the verdicts it gives. Pure:
 * values in, values out, no I/O.
 */
@NullMarked
package io.mas.gateway.policy;

import org.jspecify.annotations.NullMarked;
