package dev.docket.server.directory;

import dev.docket.api.DirectoryApi;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;

/** The operations on the directory as a whole, as HTTP has them. */
final class DirectoryResource implements DirectoryApi {

    private final DirectoryImport directoryImport;

    DirectoryResource(DirectoryImport directoryImport) {
        this.directoryImport = directoryImport;
    }

    @Override
    public Response importDirectory(String xAccountId, InputStream body) {
        return Response.ok((StreamingOutput) answer -> directoryImport.run(xAccountId, body, answer))
                .build();
    }
}
