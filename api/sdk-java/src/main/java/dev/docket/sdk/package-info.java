/**
 * The client of Docket. Start with {@link dev.docket.sdk.Docket}; its accessors return one class of operations per tag
 * of the contract. Bodies of requests and responses are in {@code dev.docket.sdk.model}.
 */
@NullMarked
package dev.docket.sdk;

import org.jspecify.annotations.NullMarked;
