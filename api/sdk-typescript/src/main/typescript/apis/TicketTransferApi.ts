import {
  type CallOptions,
  type Connection,
  Import,
  type ImportOptions,
  type Lines,
  NetworkError,
} from '../client/index.js';
import { lines as linesOf } from '../client/ndjson.js';
import { delayBefore, sleep } from '../client/retries.js';
import { type Ticket, TicketFromJSON } from '../models/Ticket.js';
import type { TicketImportLine } from '../models/TicketImportLine.js';
import type { TicketImportResult } from '../models/TicketImportResult.js';

export interface ExportTicketsRequest {
  /** The account to export from; by default that of the connection. */
  accountId?: string;
  /** Tickets last updated at or after this time */
  updatedFrom?: Date;
  /** Export only deleted tickets */
  isDeleted?: boolean;
  /** The `id` of the last ticket that arrived; without it, the export begins with the first ticket */
  after?: number;
}

/** Bulk import and export of tickets */
export class TicketTransferApi {
  constructor(private readonly connection: Connection) {}

  /**
   * Creates one ticket per line. A line whose `externalId` was imported before is `unchanged`, so sending all lines
   * again is safe. Requires the permission `tickets:import`.
   */
  importTickets(
    lines: Lines<TicketImportLine>,
    options: ImportOptions = {},
  ): Import<TicketImportLine, TicketImportResult> {
    return new Import(this.connection, '/tickets/import', lines, options);
  }

  /**
   * All tickets, in the order of their `id`. When the connection breaks, the export continues behind the last ticket
   * that arrived. Requires the permission `tickets:read`.
   */
  async *exportTickets(request: ExportTicketsRequest = {}, options: CallOptions = {}): AsyncGenerator<Ticket> {
    const { accountId, ...query } = request;
    const call = { method: 'GET', path: '/tickets/export', query, headers: { 'x-account-id': accountId } };
    for (let attempt = 0; ; attempt++) {
      try {
        const { headers, lines } = await this.connection.call(call, linesOf, options);
        const before = query.after;
        for await (const line of lines) {
          attempt = -1;
          yield TicketFromJSON(line);
          query.after = line.id;
        }
        if (query.after === before || !mayHaveBroken(headers)) return;
      } catch (failure) {
        const broken = failure instanceof NetworkError && attempt < this.connection.retries(options);
        const delay = broken ? delayBefore(Math.max(0, attempt), failure, true) : undefined;
        if (delay === undefined) throw failure;
        await sleep(delay, options.signal);
      }
    }
  }
}

/** Node 20 takes a response that broke for one that ended, if the service, or a proxy, was to close the connection. */
function mayHaveBroken(headers: Headers): boolean {
  return headers.get('connection') === 'close';
}
