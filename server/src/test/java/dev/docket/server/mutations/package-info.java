/**
 * Changes that must not go unnoticed, made one at a time in a copy of the checkout: each must fail the build.
 * {@code server/MUTATIONS.md} has the results.
 */
package dev.docket.server.mutations;
