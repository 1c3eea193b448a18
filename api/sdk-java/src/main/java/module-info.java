/** The client of Docket. */
module dev.docket.sdk {
    requires transitive java.net.http;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires org.openapitools.jackson.nullable;

    exports dev.docket.sdk;
    exports dev.docket.sdk.model;

    opens dev.docket.sdk to
            com.fasterxml.jackson.databind;
    opens dev.docket.sdk.model to
            com.fasterxml.jackson.databind;
}
