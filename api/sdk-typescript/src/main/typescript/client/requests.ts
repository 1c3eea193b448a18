import { toBlob } from './content.js';
import type { Call } from './options.js';

/** The path with its parameters and the query, as they follow the address of the service. */
export function target(call: Call): string {
  const path = call.path.replace(/\{(\w+)\}/g, (_, name) => segment(name, call.pathParameters?.[name]));
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(call.query ?? {})) {
    for (const value of [values].flat()) if (value != null) query.append(name, text(value));
  }
  return query.size ? `${path}?${query}` : path;
}

/** Without an ID, the path would be that of the list. `.` and `..` lead to another path even if they are encoded. */
function segment(name: string, value: unknown): string {
  if (value == null || ['', '.', '..'].includes(String(value)))
    throw new TypeError(`${name} must be an ID, not ${JSON.stringify(value)}`);
  return encodeURIComponent(String(value));
}

/** The body to send, the same for every attempt. */
export async function body(call: Call): Promise<BodyInit | undefined> {
  if (call.form) return form(call.form);
  return typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
}

async function form(parts: Record<string, unknown>): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (value == null) continue;
    if (typeof value !== 'object') form.append(name, text(value));
    else form.append(name, await toBlob(value as Blob));
  }
  return form;
}

function text(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** `crypto.randomUUID` exists in secure contexts only; `getRandomValues` everywhere. */
export function newKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
