package dev.docket.server.transfer;

import dev.docket.server.security.Caller;

/** The account that an import creates tickets in, its caller and its request. */
record ImportContext(String account, Caller caller, String requestId) {}
