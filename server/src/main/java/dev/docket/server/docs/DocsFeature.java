package dev.docket.server.docs;

import dev.docket.server.features.Feature;

/** The contract, and the page that shows it. */
public final class DocsFeature {

    private DocsFeature() {}

    public static Feature create() {
        return Feature.of(new DocsResource(), new DocsAssets(), new DocsRedirect());
    }
}
