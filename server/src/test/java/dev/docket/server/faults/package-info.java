/**
 * Tests of the service under load while its dependencies fail: nothing acknowledged is lost, nothing is duplicated, and
 * service resumes by itself. {@code server/FAULTS.md} describes the expected result of each fault.
 */
package dev.docket.server.faults;
