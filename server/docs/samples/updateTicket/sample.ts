import { Configuration, ResponseError, TicketsApi } from "docket-sdk";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const tickets = new TicketsApi(configuration);
const read = await tickets.getTicketRaw({ xAccountId, ticketId: "TKT-1" });
try {
  const changed = await tickets.updateTicket({
    xAccountId,
    ticketId: "TKT-1",
    ifMatch: read.raw.headers.get("ETag")!,
    ticketUpdatePatch: { priority: "high", assignedTo: "u-ben" },
  });
  console.log(changed.priority, changed.assignedTo);
} catch (error) {
  if (!(error instanceof ResponseError) || error.response.status !== 412) throw error;
  console.log("Another agent changed the ticket; read it again");
}
// [/sample]
