import { type TicketType, type TicketTypePatch, TicketTypesApi } from "docket-sdk";
import { configuration } from "./client.js";

const types = new TicketTypesApi(configuration);
await types.createTicketType({
  xAccountId: "2311",
  ticketTypeInput: { id: "sdk-patch", name: "Before", category: "technical" },
});
const renamed = await patch({ name: "After" });
const taken = await patch({ category: null });
console.log(JSON.stringify({ renamed, taken }));

async function patch(ticketTypePatch: TicketTypePatch): Promise<Pick<TicketType, "name" | "category">> {
  const { name, category } = await types.updateTicketType({
    xAccountId: "2311",
    ticketTypeId: "sdk-patch",
    ticketTypePatch,
  });
  return { name, category };
}
