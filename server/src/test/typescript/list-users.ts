import { UsersApi } from "docket-sdk";
import { configuration } from "./client.js";

const users = new UsersApi(configuration);
const ids: string[] = [];
let cursor: string | undefined;
do {
  const page = await users.listUsers({ xAccountId: "2311", pageSize: 2, cursor });
  ids.push(...page.data.map((user) => user.id));
  cursor = page.nextCursor;
} while (cursor);
console.log(JSON.stringify(ids));
