/** Compression of responses. */
@NullMarked
package dev.docket.server.http.compression;

import org.jspecify.annotations.NullMarked;
