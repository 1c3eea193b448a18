import { docket, print } from "./client.js";

const ids: string[] = [];
for await (const user of docket.users.listUsers({ pageSize: 1 })) ids.push(user.id);

const { data, nextCursor } = await docket.users.listUsers({ pageSize: 2 });

let until = "";
for await (const user of docket.users.listUsers({ pageSize: 1 })) {
  until = user.id;
  break;
}
print({ ids, first: data.length, more: nextCursor !== undefined, until });
