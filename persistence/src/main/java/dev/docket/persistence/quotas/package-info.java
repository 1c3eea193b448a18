/** What accounts use of their quotas. */
@NullMarked
package dev.docket.persistence.quotas;

import org.jspecify.annotations.NullMarked;
