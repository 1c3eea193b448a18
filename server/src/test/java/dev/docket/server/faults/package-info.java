/**
 * What happens to the service when what it stands on fails, under load: nothing acknowledged is lost, nothing is doubled, and
 * service resumes by itself. {@code server/FAULTS.md} tells what is expected of each fault.
 */
package dev.docket.server.faults;
