import { Configuration, TicketTransferApi } from "docket-sdk";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const transfer = new TicketTransferApi(configuration);
const lines = await transfer.exportTickets({ xAccountId });
console.log(lines.trimEnd().split("\n").length, "tickets"); // each line is a Ticket
// [/sample]
