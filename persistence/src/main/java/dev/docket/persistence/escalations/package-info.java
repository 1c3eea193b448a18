/** Escalations of tickets, and the rules that escalate tickets at a due time. */
@NullMarked
package dev.docket.persistence.escalations;

import org.jspecify.annotations.NullMarked;
