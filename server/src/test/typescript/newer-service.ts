import { Docket, type TicketInput } from "docket-sdk";
import { input, print } from "./client.js";
import { answer, Proxy } from "./proxy.js";

// What a newer service would answer, and a property that it would understand.
const newer = {
  id: 7,
  uniqueId: "u",
  status: "frozen",
  mood: { score: 5 },
  createdAt: "2026-03-06T21:30:00Z",
  tags: null,
};
const proxy = await Proxy.start("", answer(201, { "Content-Type": "application/json" }, JSON.stringify(newer)));
const docket = new Docket({ baseUrl: proxy.url, token: "t", accountId: "2311" });

const { randomUUID } = crypto;
Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true }); // as in a page without TLS
const ticket = await docket.tickets.createTicket({
  ticketInput: { ...input, status: "frozen", pririty: "urgent" } as unknown as TicketInput,
});
Object.defineProperty(crypto, "randomUUID", { value: randomUUID });

await proxy[Symbol.asyncDispose]();
print({
  read: ticket,
  isDate: ticket.createdAt instanceof Date,
  sent: JSON.parse(proxy.seen[0]!.body),
  key: proxy.seen[0]!.headers["idempotency-key"],
});
