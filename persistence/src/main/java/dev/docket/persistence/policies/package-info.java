/** SLA policies in their versions. */
@NullMarked
package dev.docket.persistence.policies;

import org.jspecify.annotations.NullMarked;
