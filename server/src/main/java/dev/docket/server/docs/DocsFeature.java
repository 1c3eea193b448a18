package dev.docket.server.docs;

import dev.docket.server.features.Feature;

/** The contract, and the documentation made from it. */
public final class DocsFeature {

    private DocsFeature() {}

    public static Feature create() {
        return Feature.of(
                new DocsResource(), new DocsPages(), new DocsAssets(), new PostmanCollection(), new DocsRedirect());
    }
}
