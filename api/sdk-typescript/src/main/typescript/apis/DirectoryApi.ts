import { type Connection, Import, type ImportOptions, type Lines } from '../client/index.js';
import type { DirectoryImportLine } from '../models/DirectoryImportLine.js';
import type { DirectoryImportResult } from '../models/DirectoryImportResult.js';

/** Bulk import of users, teams, merchants, MIDs, leads and applications */
export class DirectoryApi {
  constructor(private readonly connection: Connection) {}

  /**
   * Creates or replaces one entity per line, in the order of the lines. An entity that is already as its line says is
   * `unchanged`, so sending all lines again is safe. Requires the permission `directory:write`.
   */
  importDirectory(
    lines: Lines<DirectoryImportLine>,
    options: ImportOptions = {},
  ): Import<DirectoryImportLine, DirectoryImportResult> {
    return new Import(this.connection, '/directory/import', lines, options);
  }
}
