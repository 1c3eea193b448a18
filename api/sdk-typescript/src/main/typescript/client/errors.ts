import type { Problem } from '../models/Problem.js';
import type { Violation } from '../models/Violation.js';

/** The types of problems that the contract lists; a newer service may have more. */
export const problemTypes = [
  'malformed-request',
  'invalid-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'not-acceptable',
  'request-timeout',
  'conflict',
  'quota-exceeded',
  'idempotency-key-in-use',
  'cursor-expired',
  'precondition-failed',
  'content-too-large',
  'unsupported-media-type',
  'range-not-satisfiable',
  'idempotency-key-reused',
  'too-many-requests',
  'headers-too-large',
  'internal-error',
  'service-unavailable',
] as const;
export type ProblemType = (typeof problemTypes)[number];

/** A call failed. Without a `status` there was no response: see `NetworkError`. */
export class DocketError extends Error {
  override name = 'DocketError';
  /** The HTTP status of the response. */
  readonly status?: number;
  readonly headers?: Headers;
  /** The body of the response, if the service wrote it and not, for example, a proxy. */
  readonly problem?: Problem;
  /** The last part of the problem's type, such as `not-found`. */
  readonly type?: ProblemType;
  /** By this ID, the operator finds the request. */
  readonly requestId?: string;
  /** Everything that is wrong with a request that was rejected with 400. */
  readonly errors: Violation[];

  constructor(message: string, response?: Response, problem?: Problem, options?: ErrorOptions) {
    super(message, options);
    this.status = response?.status;
    this.headers = response?.headers;
    this.problem = problem;
    this.type = problem?.type?.replace(/^.*[:/]/, '') as ProblemType | undefined;
    this.requestId = problem?.requestId ?? response?.headers.get('x-request-id') ?? undefined;
    this.errors = problem?.errors ?? [];
  }

  /** Whether the problem is of this type. */
  is(type: ProblemType): boolean {
    return this.type === type;
  }
}

/** No response came, or not all of it; `cause` says why. The service may have executed the request. */
export class NetworkError extends DocketError {
  override name = 'NetworkError';
}

/** The response did not come, or did not continue, within `timeout`. */
export class TimeoutError extends NetworkError {
  override name = 'TimeoutError';
}

/** The error for a response that is not a success. */
export async function errorOf(response: Response): Promise<DocketError> {
  const problem = await problemOf(response);
  const what = [`${response.status} ${problem?.title ?? response.statusText}`.trim()];
  if (problem) what.push(problem.detail, ...(problem.errors ?? []).slice(0, 5).map(line));
  return new DocketError(what.join('; '), response, problem);
}

function line({ pointer, parameter, detail }: Violation): string {
  return `${parameter ?? pointer}: ${detail}`;
}

async function problemOf(response: Response): Promise<Problem | undefined> {
  if (/^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '')) {
    const body = await response.text();
    try {
      return JSON.parse(body);
    } catch {
      return undefined; // a proxy's JSON, cut: the status says enough
    }
  }
  await response.body?.cancel();
  return undefined;
}
