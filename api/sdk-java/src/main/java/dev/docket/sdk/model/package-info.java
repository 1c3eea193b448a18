/** The bodies of requests and responses. A property that is not set is not sent. */
@NullMarked
package dev.docket.sdk.model;

import org.jspecify.annotations.NullMarked;
