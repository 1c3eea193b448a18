import type { TicketType, TicketTypePatch } from "docket-sdk";
import { docket, print } from "./client.js";

await docket.ticketTypes.createTicketType({
  ticketTypeInput: { id: "sdk-patch", name: "Before", category: "technical" },
});
print({ renamed: await patch({ name: "After" }), taken: await patch({ category: null }) });

async function patch(ticketTypePatch: TicketTypePatch): Promise<Pick<TicketType, "name" | "category">> {
  const { name, category } = await docket.ticketTypes.updateTicketType({ ticketTypeId: "sdk-patch", ticketTypePatch });
  return { name, category };
}
