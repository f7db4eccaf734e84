/** Files that the runner keeps for itself. */
@NullMarked
package io.mas.runner.files;

import org.jspecify.annotations.NullMarked;
