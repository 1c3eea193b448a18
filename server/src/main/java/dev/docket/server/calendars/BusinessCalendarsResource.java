package dev.docket.server.calendars;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.BusinessCalendarsApi;
import dev.docket.api.model.ApplyTo;
import dev.docket.api.model.BusinessCalendar;
import dev.docket.api.model.BusinessCalendarInput;
import dev.docket.api.model.BusinessCalendarList;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.recalculation.RecalculationRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** The operations on business calendars, as HTTP has them. */
public final class BusinessCalendarsResource implements BusinessCalendarsApi {

    private final BusinessCalendars calendars;

    @Context
    private SecurityContext security;

    @Context
    private HttpHeaders headers;

    @Context
    private UriInfo uri;

    public BusinessCalendarsResource(BusinessCalendars calendars) {
        this.calendars = calendars;
    }

    @Override
    public Response createBusinessCalendar(String xAccountId, BusinessCalendarInput businessCalendarInput) {
        Versioned<BusinessCalendar> created = calendars.create(xAccountId, businessCalendarInput);
        return created.created(uri, "business-calendars/{id}", created.body().getId());
    }

    @Override
    public Response listBusinessCalendars(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        Page<BusinessCalendar> page = calendars.list(xAccountId, cursor, pageSize, includeTotal);
        return Response.ok(new BusinessCalendarList()
                        .data(page.data())
                        .nextCursor(page.nextCursor())
                        .total(page.total()))
                .build();
    }

    @Override
    public Response getBusinessCalendar(String xAccountId, String calendarId, String ifNoneMatch) {
        return calendars.read(xAccountId, calendarId).read(ifNoneMatch);
    }

    @Override
    public Response updateBusinessCalendar(
            String xAccountId, String calendarId, ApplyTo applyTo, String ifMatch, ObjectNode patch) {
        return calendars
                .update(xAccountId, calendarId, ifMatch, patch, RecalculationRequest.of(applyTo, security, headers))
                .changed();
    }

    @Override
    public Response importHolidays(String xAccountId, String calendarId, ApplyTo applyTo, String ifMatch, String body) {
        return calendars
                .importHolidays(
                        xAccountId, calendarId, ifMatch, body, RecalculationRequest.of(applyTo, security, headers))
                .changed();
    }

    @Override
    public Response deleteBusinessCalendar(String xAccountId, String calendarId, String ifMatch) {
        calendars.delete(xAccountId, calendarId, ifMatch);
        return Response.noContent().build();
    }
}
