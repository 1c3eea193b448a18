import { type Problem, ResponseError } from "docket-sdk";
import { tickets } from "./client.js";

try {
  await tickets.createTicket({
    xAccountId: "2311",
    ticketInput: {
      subject: "",
      description: "What does a chargeback cost?",
      category: "billing",
      source: "email",
      requesterType: "external",
      requesterId: "visitor-77",
      requesterName: "Sam Reed",
      requesterEmail: "sam.reed@example.com",
      tags: ["fees", ""],
    },
  });
} catch (refused) {
  if (!(refused instanceof ResponseError)) throw refused;
  const problem: Problem = await refused.response.json();
  console.log(JSON.stringify({ status: refused.response.status, problem }));
}
