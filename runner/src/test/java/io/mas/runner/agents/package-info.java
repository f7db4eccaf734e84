@NullMarked
package io.mas.runner.agents;

import org.jspecify.annotations.NullMarked;
