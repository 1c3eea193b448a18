/** JSON in and out: reading DTOs with every violation at once, writing them, merge patches. */
@NullMarked
package dev.docket.server.http.json;

import org.jspecify.annotations.NullMarked;
