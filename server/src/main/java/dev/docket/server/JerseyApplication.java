package dev.docket.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.server.features.Feature;
import dev.docket.server.http.body.CalendarTextReader;
import dev.docket.server.http.body.StreamBodyReader;
import dev.docket.server.http.compression.Compression;
import dev.docket.server.http.json.JsonBodyReader;
import dev.docket.server.http.json.JsonBodyWriter;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.http.problem.ContractValidation;
import dev.docket.server.http.problem.ProblemMapper;
import dev.docket.server.http.rest.AllowedMethods;
import dev.docket.server.http.rest.CommonHeaders;
import dev.docket.server.http.rest.CursorMarks;
import dev.docket.server.http.rest.GroupedParameters;
import dev.docket.server.http.rest.ListTags;
import dev.docket.server.http.rest.PlainPaths;
import dev.docket.server.http.rest.ReadableHeaders;
import dev.docket.server.http.rest.StrictParameters;
import dev.docket.server.http.rest.SuccessStatus;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.idempotency.KeyedRequests;
import dev.docket.server.watch.RequestInfoFilter;
import java.util.List;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** The resources of features as a Jersey application, with what all operations share on their way in and out. */
final class JerseyApplication {

    private JerseyApplication() {}

    static ResourceConfig of(List<Feature> features, Guards guards, IdempotencyKeys keys) {
        ObjectMapper json = JsonMappers.contract();
        KeyedRequests keyedRequests = new KeyedRequests(keys);
        ResourceConfig application = new ResourceConfig();
        guards.filters().forEach(application::register);
        features.forEach(feature -> feature.resources().forEach(application::register));
        return application
                .register(new PlainPaths())
                .register(new ReadableHeaders())
                .register(keyedRequests)
                .register(keyedRequests.binder())
                .register(GroupedParameters.binder())
                .register(new StrictParameters())
                .register(new CursorMarks())
                .register(new JsonBodyReader(json))
                .register(new CalendarTextReader())
                .register(new StreamBodyReader())
                .register(new ContractValidation())
                .register(new JsonBodyWriter(json))
                .register(new ListTags(json))
                .register(new Compression())
                .register(new SuccessStatus())
                .register(new AllowedMethods())
                .register(new CommonHeaders())
                .register(new RequestInfoFilter())
                .register(new ProblemMapper())
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                // Registers only what is listed here, nothing that happens to be on the class path.
                .property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
                // Relative to the server, as resources write it: only the client knows by which name and scheme it is
                // reached.
                .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
    }
}
