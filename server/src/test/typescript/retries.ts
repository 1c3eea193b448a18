import { Docket, DocketError, type DocketOptions, headersOf, type TicketImportLine } from "docket-sdk";
import { baseUrl, docket, input, print, token } from "./client.js";
import { answer, type Fault, Proxy } from "./proxy.js";

const { uniqueId } = await docket.tickets.createTicket({ ticketInput: input });
const ticket = { ticketId: uniqueId };
const deleted = { ticketId: (await docket.tickets.createTicket({ ticketInput: input })).uniqueId };
const file = { ticketId: (await docket.tickets.createTicket({ ticketInput: input })).uniqueId };
const { id } = await docket.attachments.createAttachment({
  ...file,
  file: new File(["line\n".repeat(1_000)], "lines.txt"),
});
const busy = answer(503, { "Retry-After": "1" });
const limited = answer(429, { "Retry-After": "0" });
const patch = { ...ticket, ticketUpdatePatch: { priority: "high" } } as const;

// All at the same time, since most of them only wait.
const calls = {
  createdOnceThoughTheResponseWasLost: through(["lost"], async (docket, seen) => {
    const created = await docket.tickets.createTicket({ ticketInput: input });
    const keys = new Set(seen.map(({ headers }) => headers["idempotency-key"]));
    return { keys: keys.size, replayed: headersOf(created)?.get("idempotency-replayed") };
  }),
  callersKeyIsKept: through(["lost"], async (docket, seen) => {
    await docket.tickets.createTicket({ idempotencyKey: "of-the-caller", ticketInput: input });
    return seen.map(({ headers }) => headers["idempotency-key"]);
  }),
  waitsAsLongAsAsked: through([busy], async (docket) => {
    const start = Date.now();
    await docket.tickets.getTicket(ticket);
    return Date.now() - start >= 990;
  }),
  waitsUntilADate: through(
    [answer(503, { "Retry-After": new Date(Date.now() + 1_500).toUTCString() })],
    async (docket) => {
      return (await docket.tickets.getTicket(ticket)).uniqueId === uniqueId;
    },
  ),
  doesNotWaitForAnHour: through([answer(503, { "Retry-After": "3600" })], (docket) => docket.tickets.getTicket(ticket)),
  givesUp: through([limited, limited, limited], (docket) => docket.tickets.getTicket(ticket)),
  asOftenAsToldForACall: through([limited, limited, limited], (docket) =>
    docket.tickets.getTicket(ticket, { retries: 0 }),
  ),
  pageOfAProxy: through([answer(502, { "Content-Type": "text/html" }, "<h1>Bad</h1>"), "pass"], (docket) =>
    docket.tickets.createTicket({ ticketInput: input }, { retries: 0 }),
  ),
  keyInUse: through(
    [
      answer(
        409,
        { "Content-Type": "application/problem+json" },
        '{"type": "urn:docket:problem:idempotency-key-in-use"}',
      ),
    ],
    async (docket) => (await docket.tickets.createTicket({ ticketInput: input })).subject,
  ),
  conflictIsNotRepeated: through([answer(409), "pass"], (docket) =>
    docket.tickets.createTicket({ ticketInput: input }),
  ),
  serverErrorIsNotRepeated: through([answer(500), "pass"], (docket) => docket.tickets.getTicket(ticket)),
  patchIsRepeated: through(["lost"], async (docket) => (await docket.tickets.updateTicket(patch)).priority),
  conditionalPatchIsNotRepeated: through(["lost"], (docket) => docket.tickets.updateTicket({ ...patch, ifMatch: "*" })),
  conditionalPatchIsRepeatedIfItWasRejected: through([limited], async (docket) => {
    return (await docket.tickets.updateTicket({ ...patch, ifMatch: "*" })).priority;
  }),
  deletedThoughTheResponseWasLost: through(["lost"], async (docket) => {
    await docket.tickets.deleteTicket(deleted);
    return "deleted";
  }),
  deleteOfNothing: through([limited], (docket) => docket.tickets.deleteTicket({ ticketId: "TKT-999999" })),
  timesOut: through(["silent", "silent"], (docket) =>
    docket.users.getUser({ userId: "u-ana" }, { timeout: 200, retries: 1 }),
  ),
  timesOutInTheBody: through(["stalled"], (docket) =>
    docket.users.getUser({ userId: "u-ana" }, { timeout: 200, retries: 0 }),
  ),
  answersAfterATimeOut: through(["silent"], async (docket) => {
    return (await docket.users.getUser({ userId: "u-ana" }, { timeout: 5_000 })).id;
  }),
  aborts: through(["silent"], (docket) =>
    docket.users.getUser({ userId: "u-ana" }, { signal: soon(new AbortController()) }),
  ),
  abortsWhileItWaits: through([answer(503, { "Retry-After": "50" })], (docket) =>
    docket.users.getUser({ userId: "u-ana" }, { signal: soon(new AbortController()) }),
  ),
  abortedBefore: through([], (docket) =>
    docket.users.getUser({ userId: "u-ana" }, { signal: AbortSignal.abort(new Error("mine")) }),
  ),
  noService: through([], () => new Docket({ baseUrl: "http://127.0.0.1:65534", retries: 0 }).health.getLiveness()),
  tokenOfEachAttempt: through(
    [limited],
    async (docket, seen) => {
      await docket.users.getUser({ userId: "u-ana" });
      return seen.map(({ headers }) => headers.authorization === `Bearer ${token}`);
    },
    { token: tokens("wrong") },
  ),
  objectIsWhole: through(["cut", "closed"], async (docket) => (await docket.users.getUser({ userId: "u-ana" })).id),
};
const results = await Promise.all(Object.values(calls));

print({
  ...Object.fromEntries(Object.keys(calls).map((name, at) => [name, results[at]])),
  importedThoughTheConnectionBroke: await through(
    ["pass", "cut", "closed", "lost", limited],
    async (docket) => {
      const lines: TicketImportLine[] = Array.from({ length: 1_500 }, (_, at) => ({
        externalId: `flaky-${at}`,
        ticket: input,
      }));
      const run = docket.ticketTransfer.importTickets(lines);
      const seen = new Set<number>();
      for await (const { id } of run) seen.add(id!);
      return { lines: run.counts.lines, refused: run.counts.refused, tickets: seen.size };
    },
  ),
  exportedThoughTheConnectionBroke: await through(["cut", "stalled", "lost", "closed"], async (docket) => {
    const ids: number[] = [];
    for await (const { id } of docket.ticketTransfer.exportTickets({}, { timeout: 2_000 })) ids.push(id);
    return { enough: ids.length > 1_500, once: new Set(ids).size === ids.length };
  }),
  downloadIsWhole: await through(["cut"], (docket) => download(docket)),
  downloadIsWholeThoughItCloses: await through(["closed"], (docket) => download(docket)),
  downloadStalls: await through(["stalled"], (docket) => download(docket, 500)),
  importGivesUp: await through(["lost", "lost", "lost"], (docket) =>
    docket.ticketTransfer.importTickets([{ externalId: "never", ticket: input }]).finish(),
  ),
  anExportEndsWhenItsReaderDoes: await through([], async (docket) => {
    for await (const { id } of docket.ticketTransfer.exportTickets()) return typeof id;
  }),
});

/** The result or the failure of a call through a proxy with these faults, and how many requests it took. */
async function through(
  faults: Fault[],
  call: (docket: Docket, seen: Proxy["seen"]) => Promise<unknown>,
  options: Partial<DocketOptions> = {},
): Promise<unknown> {
  const proxy = await Proxy.start(baseUrl, ...faults);
  const docket = new Docket({ baseUrl: proxy.url, token, accountId: "2311", ...options });
  try {
    return { result: await call(docket, proxy.seen), requests: proxy.seen.length };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name, message } = error;
    const status = error instanceof DocketError ? error.status : undefined;
    const cause = error.cause instanceof Error ? error.cause.name : undefined;
    return { name, status, message: message.replace(/:\d+/, ""), cause, requests: proxy.seen.length };
  } finally {
    await proxy[Symbol.asyncDispose]();
  }
}

async function download(docket: Docket, timeout?: number): Promise<string> {
  const content = await docket.attachments.getAttachmentContent({ ...file, attachmentId: id }, { timeout });
  return (await content.blob()).type;
}

/** Yet another token for each attempt; the right one is the last. */
function tokens(...wrong: string[]): () => Promise<string> {
  return async () => wrong.shift() ?? token;
}

function soon(controller: AbortController): AbortSignal {
  setTimeout(() => controller.abort(), 100);
  return controller.signal;
}
