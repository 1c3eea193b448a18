import { type Ticket, etagOf, headersOf } from "docket-sdk";
import { docket, print } from "./client.js";

const ticket: Ticket = await docket.tickets.createTicket({
  ticketInput: {
    ticketTypeId: "terminal-support",
    subject: "Card reader shows error 42 🎫",
    description: "It stops after the tip screen.",
    priority: "high",
    category: "feature_request",
    source: "phone",
    requesterType: "merchant-internal",
    requesterId: "m-blue-door",
    assignedTo: "u-cho",
    customFields: { serialNumber: "TX-204981" },
    tags: ["terminal", "counter"],
  },
});
print({
  ticket,
  minutesToFirstResponse: minutes(ticket.createdAt, ticket.slaFirstResponseDue),
  etag: etagOf(ticket),
  location: headersOf(ticket)?.get("location"),
});

/** Compiles and computes with Dates only. */
function minutes(from?: Date, to?: Date): number | undefined {
  return from && to && (to.getTime() - from.getTime()) / 60_000;
}
