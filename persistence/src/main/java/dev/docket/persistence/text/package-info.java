/** Text as it is searched and compared: folded letters, words, phone numbers. */
@NullMarked
package dev.docket.persistence.text;

import org.jspecify.annotations.NullMarked;
