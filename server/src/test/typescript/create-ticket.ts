import { type Ticket } from "docket-sdk";
import { tickets } from "./client.js";

const ticket: Ticket = await tickets.createTicket({
  xAccountId: "2311",
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
console.log(JSON.stringify({ ticket, minutesToFirstResponse: minutes(ticket.createdAt, ticket.slaFirstResponseDue) }));

/** Compiles and computes with Dates only. */
function minutes(from?: Date, to?: Date): number | undefined {
  return from && to && (to.getTime() - from.getTime()) / 60_000;
}
