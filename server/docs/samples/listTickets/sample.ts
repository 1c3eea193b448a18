import { Docket } from "docket-sdk";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
for await (const ticket of docket.tickets.listTickets({ status: ["open"] })) {
  console.log(ticket.ticketNumber, ticket.subject);
}
// [/sample]
