import { Configuration, TicketsApi } from "docket-sdk";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const tickets = new TicketsApi(configuration);
let cursor: string | undefined;
do {
  const page = await tickets.listTickets({ xAccountId, status: ["open"], pageSize: 50, cursor });
  for (const ticket of page.data) console.log(ticket.ticketNumber, ticket.subject);
  cursor = page.nextCursor;
} while (cursor);
// [/sample]
