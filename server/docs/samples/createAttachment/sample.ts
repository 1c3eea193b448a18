import { Configuration, AttachmentsApi } from "docket-sdk";
import { openAsBlob } from "node:fs";

const configuration = new Configuration({
  basePath: process.env.DOCKET_URL,
  accessToken: process.env.DOCKET_TOKEN,
});
const xAccountId = process.env.DOCKET_ACCOUNT!;

// [sample]
const attachments = new AttachmentsApi(configuration);
const content = await openAsBlob("serial-number.txt", { type: "text/plain" });
const attached = await attachments.createAttachment({
  xAccountId,
  ticketId: "TKT-1",
  file: new File([content], "serial-number.txt", { type: content.type }),
});
console.log(attached.fileName, attached.size);
// [/sample]
