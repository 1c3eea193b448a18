import { AttachmentsApi } from "docket-sdk";
import { configuration, tickets } from "./client.js";

const attachments = new AttachmentsApi(configuration);
const { uniqueId } = await tickets.createTicket({
  xAccountId: "2311",
  ticketInput: {
    subject: "Question about fees",
    description: "What does a chargeback cost?",
    category: "billing",
    source: "email",
    requesterType: "external",
    requesterId: "visitor-77",
    requesterName: "Sam Reed",
    requesterEmail: "sam.reed@example.com",
  },
});
const ticket = { xAccountId: "2311", ticketId: uniqueId };
const { id, fileName, contentType, size, isInternal } = await attachments.createAttachment({
  ...ticket,
  file: new File(["Café 🎫"], "Straße 12.txt", { type: "text/plain" }),
  isInternal: true,
});
const content: Blob = await attachments.getAttachmentContent({ ...ticket, attachmentId: id });
const rest: Blob = await attachments.getAttachmentContent({ ...ticket, attachmentId: id, range: "bytes=6-" });
const { data } = await attachments.listAttachments(ticket);
await attachments.deleteAttachment({ ...ticket, attachmentId: id });
console.log(
  JSON.stringify({
    attachment: { fileName, contentType, size, isInternal },
    content: await content.text(),
    rest: await rest.text(),
    listed: data.length,
    left: (await attachments.listAttachments(ticket)).data.length,
  }),
);
