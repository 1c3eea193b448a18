/** Makes the documentation from the contract and the guides, as a step of the build. */
package dev.docket.docs;
