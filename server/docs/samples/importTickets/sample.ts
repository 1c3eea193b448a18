import { Configuration, TicketTransferApi } from "docket-sdk";
import { readFile } from "node:fs/promises";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const transfer = new TicketTransferApi(configuration);
const results = await transfer.importTickets({ xAccountId, body: await readFile("tickets.ndjson", "utf-8") });
for (const line of results.trimEnd().split("\n")) {
  const result = JSON.parse(line); // a TicketImportResult; the last line is a TicketImportSummary
  console.log(result.externalId ?? "total", result.outcome ?? result);
}
// [/sample]
