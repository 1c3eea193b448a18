package dev.docket.server.directory;

import dev.docket.server.features.Feature;

/** Users, teams, merchants, MIDs, leads and applications, and their import. */
public final class DirectoryFeature {

    private DirectoryFeature() {}

    public static Feature create(Directory directory) {
        return Feature.of(
                new DirectoryResource(new DirectoryImport(directory)),
                new UsersResource(directory.users()),
                new TeamsResource(directory.teams()),
                new MerchantsResource(directory.merchants()),
                new MidsResource(directory.mids()),
                new LeadsResource(directory.leads()),
                new ApplicationsResource(directory.applications()));
    }
}
