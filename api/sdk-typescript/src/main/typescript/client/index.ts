export { Connection } from './connection.js';
export { Content, content, type FileInput } from './content.js';
export { DocketError, NetworkError, type ProblemType, problemTypes, TimeoutError } from './errors.js';
export { Import, type ImportCounts, type ImportOptions, type Lines, readLines } from './ndjson.js';
export type { Call, CallOptions, DocketOptions } from './options.js';
export { paged } from './paging.js';
export { json, nothing, plain, type Reader } from './readers.js';
export { etagOf, headersOf } from './responses.js';
