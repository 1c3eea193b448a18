import { Connection, TicketsApi } from "docket-sdk";

// What a page needs that creates, reads and lists tickets: a bundler leaves all other operations out.
const tickets = new TicketsApi(new Connection({ baseUrl: "", accountId: "2311" }));
const { uniqueId } = await tickets.createTicket({
  ticketInput: {
    subject: "",
    description: "",
    category: "billing",
    source: "email",
    requesterType: "external",
    requesterId: "",
  },
});
console.log(await tickets.getTicket({ ticketId: uniqueId }));
for await (const ticket of tickets.listTickets()) console.log(ticket.subject);
