import type { Content } from "docket-sdk";
import { docket, input, print } from "./client.js";

const { uniqueId } = await docket.tickets.createTicket({ ticketInput: input });
const ticket = { ticketId: uniqueId };
const { id, fileName, contentType, size, isInternal } = await docket.attachments.createAttachment({
  ...ticket,
  file: new File(["Café 🎫"], `Straße "12".txt`, { type: "text/plain" }),
  isInternal: true,
});
const content: Content = await docket.attachments.getAttachmentContent({ ...ticket, attachmentId: id });
const rest = await docket.attachments.getAttachmentContent({ ...ticket, attachmentId: id, range: "bytes=6-" });

// A stream of 3 MB in 3,000 parts, and back.
async function* parts(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < 3_000; at++) yield new Uint8Array(1_000).fill(at % 251);
}
const large = await docket.attachments.createAttachment({
  ...ticket,
  file: { name: "großes.bin", type: "application/x-parts", content: parts() },
});
const download = await docket.attachments.getAttachmentContent({ ...ticket, attachmentId: large.id });
let bytes = 0;
let wrong = 0;
const reader = download.stream.getReader();
for (let read = await reader.read(); !read.done; read = await reader.read()) {
  for (const byte of read.value) if (byte !== Math.floor(bytes++ / 1_000) % 251) wrong++;
}
const streamed = await docket.attachments.createAttachment({
  ...ticket,
  file: { name: "web.txt", content: new Blob(["web stream"]).stream() },
});

await docket.attachments.deleteAttachment({ ...ticket, attachmentId: id });
const left: string[] = [];
for await (const { fileName } of docket.attachments.listAttachments(ticket)) left.push(fileName);
print({
  attachment: { fileName, contentType, size, isInternal },
  content: { name: content.name, size: content.size, text: await content.text() },
  rest: await (await rest.blob()).text(),
  large: { name: download.name, type: large.contentType, size: download.size, bytes, wrong },
  streamed: streamed.size,
  left,
});
