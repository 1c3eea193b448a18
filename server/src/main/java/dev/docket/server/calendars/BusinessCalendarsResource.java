package dev.docket.server.calendars;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.BusinessCalendarsApi;
import dev.docket.api.model.ApplyTo;
import dev.docket.api.model.BusinessCalendar;
import dev.docket.api.model.BusinessCalendarInput;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.recalculation.RecalculationRequest;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The HTTP operations on business calendars. */
final class BusinessCalendarsResource extends ContractResource implements BusinessCalendarsApi {

    private final BusinessCalendars calendars;

    BusinessCalendarsResource(BusinessCalendars calendars) {
        this.calendars = calendars;
    }

    @Override
    public Response createBusinessCalendar(String xAccountId, BusinessCalendarInput businessCalendarInput) {
        Versioned<BusinessCalendar> created = calendars.configured().create(xAccountId, businessCalendarInput);
        return created.created("business-calendars/{id}", created.body().getId());
    }

    @Override
    public Response listBusinessCalendars(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        return calendars
                .configured()
                .list(xAccountId, cursor, pageSize, includeTotal)
                .ok();
    }

    @Override
    public Response getBusinessCalendar(String xAccountId, String calendarId, String ifNoneMatch) {
        return calendars.configured().read(xAccountId, calendarId).read(ifNoneMatch);
    }

    @Override
    public Response updateBusinessCalendar(
            String xAccountId, String calendarId, ApplyTo applyTo, String ifMatch, ObjectNode patch) {
        return calendars
                .update(xAccountId, calendarId, ifMatch, patch, new RecalculationRequest(applyTo, actor()))
                .changed();
    }

    @Override
    public Response importHolidays(String xAccountId, String calendarId, ApplyTo applyTo, String ifMatch, String body) {
        return calendars
                .importHolidays(xAccountId, calendarId, ifMatch, body, new RecalculationRequest(applyTo, actor()))
                .changed();
    }

    @Override
    public Response deleteBusinessCalendar(String xAccountId, String calendarId, String ifMatch) {
        calendars.configured().delete(xAccountId, calendarId, ifMatch);
        return Response.noContent().build();
    }
}
