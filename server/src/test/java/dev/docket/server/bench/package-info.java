/** The benchmark: {@code mvn -Pbench verify}; see BENCHMARK.md of the server. */
@NullMarked
package dev.docket.server.bench;

import org.jspecify.annotations.NullMarked;
