import { Docket } from "docket-sdk";

const docket = new Docket({
  baseUrl: process.env.DOCKET_URL!,
  token: process.env.DOCKET_TOKEN!,
  accountId: process.env.DOCKET_ACCOUNT!,
});

// [sample]
const comment = await docket.comments.addComment({
  ticketId: "TKT-1",
  commentInput: { content: "A **new** reader is on its way." },
});
console.log(comment.contentHtml);
// [/sample]
