import { Docket } from "docket-sdk";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
const ticket = await docket.tickets.createTicket({
  ticketInput: {
    ticketTypeId: "terminal-support",
    subject: "Card reader shows error 42",
    description: "The reader at the counter stops after the tip screen.",
    category: "technical",
    source: "phone",
    requesterType: "merchant",
    requesterId: "1001",
    customFields: { serialNumber: "TX-204981" },
  },
});
console.log(ticket.ticketNumber, ticket.requesterName, ticket.assignedTo);
// [/sample]
