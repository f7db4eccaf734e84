/** The dead letters as an admin deals with them: find, open, replay, drop. */
@NullMarked
package io.mas.gateway.letters;

import org.jspecify.annotations.NullMarked;
