import { Docket } from "docket-sdk";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
let count = 0;
for await (const ticket of docket.ticketTransfer.exportTickets()) count++;
console.log(count, "tickets");
// [/sample]
