/** Small rules about text: its length, email addresses, SHA-256. */
@NullMarked
package dev.docket.server.text;

import org.jspecify.annotations.NullMarked;
