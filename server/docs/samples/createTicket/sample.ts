import { Configuration, TicketsApi } from "docket-sdk";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const tickets = new TicketsApi(configuration);
const ticket = await tickets.createTicket({
  xAccountId,
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
