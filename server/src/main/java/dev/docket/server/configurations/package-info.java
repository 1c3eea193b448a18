/** Creates, reads, lists, changes and deletes the configurations of an account, for every kind of configuration. */
@NullMarked
package dev.docket.server.configurations;

import org.jspecify.annotations.NullMarked;
