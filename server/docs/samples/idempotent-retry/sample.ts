import { Docket } from "docket-sdk";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
// The client makes a key for the ticket, and repeats the request with it: here up to 5 times.
const ticket = await docket.tickets.createTicket(
  {
    idempotencyKey: crypto.randomUUID(), // or your own key, for example to repeat the request after a restart
    ticketInput: {
      subject: "Card reader shows error 42",
      description: "It stops after the tip screen.",
      category: "technical",
      source: "phone",
      requesterType: "merchant",
      requesterId: "1001",
    },
  },
  { retries: 5 },
);
console.log(ticket.ticketNumber);
// [/sample]
