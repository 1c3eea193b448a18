import type { DirectoryImportLine, TicketImportLine } from "docket-sdk";
import { docket, input, print } from "./client.js";

const directory = [
  { id: 9001, merchant: { uniqueId: "m-sdk", dbaName: "Café 🎫" } },
  { id: 9002, nonsense: {} } as DirectoryImportLine,
  { id: "u-sdk", user: { name: "Sam", email: "sam@docket.example" } },
];
const results = [];
for await (const { line, type, outcome, problem } of docket.directory.importDirectory(directory)) {
  results.push({ line, type, outcome, problem: problem?.status });
}

// More lines than one request sends and than fit into memory, each made when it is needed; the first one twice.
const lines = Number(process.env.LINES);
const description = "x".repeat(Number(process.env.CHARACTERS));
let made = 0;
let read = 0;
let mostAhead = 0;
async function* tickets(): AsyncGenerator<TicketImportLine> {
  for (; made < lines; made++) {
    mostAhead = Math.max(mostAhead, made - read);
    const createdAt = new Date("2024-11-05T09:12:00Z");
    yield { externalId: `sdk-${made}`, createdAt, ticket: { ...input, subject: `Ticket ${made}`, description } };
  }
  yield { externalId: "sdk-0", ticket: input };
}
const run = docket.ticketTransfer.importTickets(tickets());
const numbers = new Set<number>();
let inOrder = true;
for await (const { line, id } of run) {
  inOrder &&= line === ++read;
  numbers.add(id!);
}

let exported = 0;
let dates = true;
for await (const ticket of docket.ticketTransfer.exportTickets()) {
  if (numbers.delete(ticket.id)) exported++;
  dates &&= ticket.createdAt instanceof Date;
}
print({ results, counts: run.counts, mostAhead, inOrder, exported, missing: numbers.size, dates });
