import { type Connection, Import, type ImportOptions, type Lines } from '../client/index.js';
import type { ApplicationInput } from '../models/ApplicationInput.js';
import type { DirectoryImportResult } from '../models/DirectoryImportResult.js';
import type { LeadInput } from '../models/LeadInput.js';
import type { MerchantInput } from '../models/MerchantInput.js';
import type { MidInput } from '../models/MidInput.js';
import type { TeamInput } from '../models/TeamInput.js';
import type { UserInput } from '../models/UserInput.js';

/** An entity to add, or to replace the entity with the same ID: a `DirectoryImportLine` with exactly one entity. */
export type DirectoryLine =
  | { id: string; user: UserInput }
  | { id: number; team: TeamInput }
  | { id: number; merchant: MerchantInput }
  | { id: number; mid: MidInput }
  | { id: number; lead: LeadInput }
  | { id: number; application: ApplicationInput };

/** Bulk import of users, teams, merchants, MIDs, leads and applications */
export class DirectoryApi {
  constructor(private readonly connection: Connection) {}

  /**
   * Creates or replaces one entity per line, in the order of the lines. An entity that is already as its line says is
   * `unchanged`, so sending all lines again is safe. Requires the permission `directory:write`.
   */
  importDirectory(
    lines: Lines<DirectoryLine>,
    options: ImportOptions = {},
  ): Import<DirectoryLine, DirectoryImportResult> {
    return new Import(this.connection, '/directory/import', lines, options);
  }
}
