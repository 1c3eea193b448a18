import { Docket, DocketError, etagOf } from "docket-sdk";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
const ticket = await docket.tickets.getTicket({ ticketId: "TKT-1" });
try {
  const changed = await docket.tickets.updateTicket({
    ticketId: "TKT-1",
    ifMatch: etagOf(ticket),
    ticketUpdatePatch: { priority: "high", assignedTo: "u-ben" },
  });
  console.log(changed.priority, changed.assignedTo);
} catch (error) {
  if (!(error instanceof DocketError) || !error.is("precondition-failed")) throw error;
  console.log("Another agent changed the ticket; read it again");
}
// [/sample]
