/**
 * The contract over HTTP: JSON ({@code json}), bodies of other types ({@code body}), problems ({@code problem}), and
 * what all operations share, such as pages, entity tags and headers ({@code rest}).
 */
@NullMarked
package dev.docket.server.http;

import org.jspecify.annotations.NullMarked;
