package dev.docket.sdk;

import dev.docket.sdk.model.ApplicationInput;
import dev.docket.sdk.model.AutomationAction;
import dev.docket.sdk.model.AutomationActionType;
import dev.docket.sdk.model.DirectoryImportLine;
import dev.docket.sdk.model.LeadInput;
import dev.docket.sdk.model.MerchantInput;
import dev.docket.sdk.model.MidInput;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.TeamInput;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketPriority;
import dev.docket.sdk.model.TicketStatus;
import dev.docket.sdk.model.UserInput;
import java.util.List;

/** Makes inputs whose properties depend on each other: what compiles here has the properties that belong together. */
public final class Inputs {

    private Inputs() {}

    /** A ticket of a requester that the CRM knows. */
    public static TicketInput ticketOf(RequesterType type, String id) {
        return new TicketInput().requesterType(type).requesterId(id);
    }

    /** A ticket of a requester that the CRM does not know. */
    public static TicketInput ticketOfExternal(String id, String name, String email) {
        return ticketOf(RequesterType.EXTERNAL, id).requesterName(name).requesterEmail(email);
    }

    public static DirectoryImportLine line(String id, UserInput user) {
        return new DirectoryImportLine().id(id).user(user);
    }

    public static DirectoryImportLine line(long id, TeamInput team) {
        return new DirectoryImportLine().id(id).team(team);
    }

    public static DirectoryImportLine line(long id, MerchantInput merchant) {
        return new DirectoryImportLine().id(id).merchant(merchant);
    }

    public static DirectoryImportLine line(long id, MidInput mid) {
        return new DirectoryImportLine().id(id).mid(mid);
    }

    public static DirectoryImportLine line(long id, LeadInput lead) {
        return new DirectoryImportLine().id(id).lead(lead);
    }

    public static DirectoryImportLine line(long id, ApplicationInput application) {
        return new DirectoryImportLine().id(id).application(application);
    }

    public static AutomationAction setStatus(TicketStatus status) {
        return action(AutomationActionType.SET_STATUS).status(status);
    }

    public static AutomationAction setPriority(TicketPriority priority) {
        return action(AutomationActionType.SET_PRIORITY).priority(priority);
    }

    public static AutomationAction setCategory(TicketCategory category) {
        return action(AutomationActionType.SET_CATEGORY).category(category);
    }

    public static AutomationAction setType(String ticketTypeId) {
        return action(AutomationActionType.SET_TYPE).ticketTypeId(ticketTypeId);
    }

    public static AutomationAction assignUser(String userId) {
        return action(AutomationActionType.ASSIGN).userId(userId);
    }

    public static AutomationAction assignTeam(long teamId) {
        return action(AutomationActionType.ASSIGN).teamId(teamId);
    }

    public static AutomationAction assignRotation(String rotationId) {
        return action(AutomationActionType.ASSIGN).rotationId(rotationId);
    }

    public static AutomationAction unassign() {
        return action(AutomationActionType.UNASSIGN);
    }

    public static AutomationAction addTags(String... tags) {
        return action(AutomationActionType.ADD_TAGS).tags(List.of(tags));
    }

    public static AutomationAction removeTags(String... tags) {
        return action(AutomationActionType.REMOVE_TAGS).tags(List.of(tags));
    }

    public static AutomationAction setCustomField(String name, Object value) {
        return action(AutomationActionType.SET_CUSTOM_FIELD).name(name).value(value);
    }

    public static AutomationAction removeCustomField(String name) {
        return action(AutomationActionType.SET_CUSTOM_FIELD).name(name);
    }

    /** @param content in Markdown */
    public static AutomationAction addNote(String content) {
        return action(AutomationActionType.ADD_NOTE).content(content);
    }

    /** May have a {@code reason}, a {@code priority}, and one of {@code userId}, {@code teamId}, {@code rotationId}. */
    public static AutomationAction escalate() {
        return action(AutomationActionType.ESCALATE);
    }

    private static AutomationAction action(AutomationActionType type) {
        return new AutomationAction().type(type);
    }
}
