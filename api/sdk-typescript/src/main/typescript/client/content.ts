import type { Reader } from './readers.js';

/** A file to upload: a `File` or `Blob`, or any content with a name and a media type. */
export type FileInput =
  | Blob
  | {
      name: string;
      type?: string;
      content: Blob | BufferSource | string | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
    };

/**
 * A stream is read to its end first: an upload may have to be repeated, and no browser sends a stream over HTTP/1.1. In
 * Node, `fs.openAsBlob` makes a Blob of a file without reading it.
 */
export async function toBlob(file: FileInput): Promise<Blob> {
  if (file instanceof Blob) return file;
  const parts: BlobPart[] = [];
  if (typeof file.content === 'object' && Symbol.asyncIterator in file.content) {
    for await (const part of file.content as AsyncIterable<Uint8Array<ArrayBuffer>>) parts.push(part);
  } else if (file.content instanceof ReadableStream) {
    parts.push(await new Response(file.content).blob());
  } else {
    parts.push(file.content as BlobPart);
  }
  return new File(parts, file.name, { type: file.type });
}

/** A file that is being downloaded. Read it once: as a stream, as a Blob or as text. */
export class Content {
  /** The name that the file was uploaded with. */
  readonly name?: string;
  /** Number of bytes. */
  readonly size?: number;

  constructor(
    readonly headers: Headers,
    /** The bytes as they come; `cancel()` ends the download. */
    readonly stream: ReadableStream<Uint8Array>,
  ) {
    this.name = fileName(headers.get('content-disposition') ?? '');
    const length = headers.get('content-length');
    this.size = length === null ? undefined : Number(length);
  }

  /** The ETag of the whole content. */
  get etag(): string | undefined {
    return this.headers.get('etag') ?? undefined;
  }

  blob(): Promise<Blob> {
    return new Response(this.stream).blob();
  }

  text(): Promise<string> {
    return new Response(this.stream).text();
  }
}

export const content: Reader<Content> = async (response, deadline) =>
  new Content(response.headers, deadline.watch(response.body ?? new Blob().stream()));

/** RFC 6266: `filename*` is the whole name; `filename` may have lost characters. */
function fileName(disposition: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition);
  return encoded ? decodeURIComponent(encoded[1]!) : /filename="([^"]*)"/i.exec(disposition)?.[1];
}
