/** The contract and its documentation. */
@NullMarked
package dev.docket.server.docs;

import org.jspecify.annotations.NullMarked;
