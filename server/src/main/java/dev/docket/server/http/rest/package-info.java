/** What all operations share: pages, entity tags, created and changed resources, common headers. */
@NullMarked
package dev.docket.server.http.rest;

import org.jspecify.annotations.NullMarked;
