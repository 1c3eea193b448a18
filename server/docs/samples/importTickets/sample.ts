import { Docket, type TicketImportLine, readLines } from "docket-sdk";
import { openAsBlob } from "node:fs";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
const file = await openAsBlob("tickets.ndjson");
const run = docket.ticketTransfer.importTickets(readLines<TicketImportLine>(file.stream()));
for await (const { externalId, outcome } of run) console.log(externalId, outcome);
console.log("total", run.counts);
// [/sample]
