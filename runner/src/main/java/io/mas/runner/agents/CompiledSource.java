package io.mas.runner.agents;

import java.util.List;
import java.util.Map;

/**
 * What the compiler made of one source file.
 *
 * @param classes class files by binary name, those of other sources that the file refers to
 *     included
 * @param own binary names of the classes that stand in the file itself
 */
record CompiledSource(Map<String, byte[]> classes, List<String> own) {}
