/** Small rules about text: its length, e-mail addresses, SHA-256. */
@NullMarked
package dev.docket.server.text;

import org.jspecify.annotations.NullMarked;
