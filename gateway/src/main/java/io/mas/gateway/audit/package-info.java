/** What is kept of each decision, and of messages that were refused. */
@NullMarked
package io.mas.gateway.audit;

import org.jspecify.annotations.NullMarked;
