/** The gateway as a security team sees it: its settings, and the rulings it makes. */
@NullMarked
package io.mas.gateway;

import org.jspecify.annotations.NullMarked;
