import { DocketError, etagOf, NetworkError, problemTypes, Docket } from "docket-sdk";
import { baseUrl, docket, input, print, token } from "./client.js";

const ticket = await docket.tickets.createTicket({ ticketInput: input });
const read = await docket.tickets.getTicket({ ticketId: ticket.uniqueId });
const changed = await docket.tickets.updateTicket({
  ticketId: ticket.uniqueId,
  ifMatch: etagOf(read),
  ticketUpdatePatch: { priority: "urgent" },
});
await docket.tickets.updateTicket({ ticketId: ticket.uniqueId, ticketUpdatePatch: { status: "closed" } });
const stranger = new Docket({ baseUrl, token: "dkt_" + "x".repeat(43), accountId: "2311" });

print({
  problemTypes,
  priority: changed.priority,
  invalid: await failure(docket.tickets.createTicket({ ticketInput: { ...input, subject: "", tags: ["fees", ""] } })),
  unauthorized: await failure(stranger.tickets.getTicket({ ticketId: "TKT-1" })),
  notFound: await failure(docket.tickets.getTicket({ ticketId: "TKT-999999" })),
  conflict: await failure(
    docket.tickets.updateTicket({ ticketId: ticket.uniqueId, ticketUpdatePatch: { subject: "?" } }),
  ),
  changedMeanwhile: await failure(docket.tickets.deleteTicket({ ticketId: ticket.uniqueId, ifMatch: etagOf(read) })),
  notModified: await failure(docket.users.getUser({ userId: "u-ana", ifNoneMatch: "*" })),
  noAccount: await failure(new Docket({ baseUrl, token }).tickets.getTicket({ ticketId: "TKT-1" })),
  requestId: await failure(
    docket.tickets.getTicket({ ticketId: "TKT-999999" }, { headers: { "X-Request-Id": "sdk-1" } }),
  ),
  noListForATicket: await Promise.all(
    ["", ".", "..", undefined, null].map((ticketId) =>
      docket.tickets.getTicket({ ticketId: ticketId as string }).then(
        () => "read",
        (error) => error.name,
      ),
    ),
  ),
  noEtagOfACopy: await promised(() => etagOf({ ...read })),
});

async function failure(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof DocketError) || error instanceof NetworkError) throw error;
    return {
      status: error.status,
      type: error.type,
      message: error.message,
      requestId: error.requestId,
      errors: error.errors.map(({ pointer, parameter }) => pointer ?? parameter),
    };
  }
}

async function promised(call: () => unknown): Promise<unknown> {
  return Promise.resolve()
    .then(call)
    .catch((error) => error.name);
}
