package dev.docket.server.transfer;

import dev.docket.server.security.Caller;

/** Who imports into which account, and with which request. */
record Importer(String account, Caller caller, String requestId) {}
