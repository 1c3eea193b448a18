import { Configuration, CommentsApi } from "docket-sdk";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const comments = new CommentsApi(configuration);
const comment = await comments.addComment({
  xAccountId,
  ticketId: "TKT-1",
  commentInput: { content: "A **new** reader is on its way." },
});
console.log(comment.contentHtml);
// [/sample]
