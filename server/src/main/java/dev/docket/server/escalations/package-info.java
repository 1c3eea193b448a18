/** Escalations of tickets, and the rules that escalate tickets at a due time. */
@NullMarked
package dev.docket.server.escalations;

import org.jspecify.annotations.NullMarked;
