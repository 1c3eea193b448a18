interface Page {
  data: unknown[];
  nextCursor?: string;
  /** Of the event feed only: its last page has a cursor, too. */
  hasMore?: boolean;
}

/**
 * The first page, for `await`, and the entries of all pages, for `for await`. A page is requested when the entries
 * before it have been read.
 */
export function paged<Q extends { cursor?: string }, P extends Page>(
  read: (request: Q) => Promise<P>,
  request: Q,
): Promise<P> & AsyncIterable<P['data'][number]> {
  const first = read(request);
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      let page = await first;
      yield* page.data;
      while (page.nextCursor && page.hasMore !== false) {
        page = await read({ ...request, cursor: page.nextCursor });
        yield* page.data;
      }
    },
  });
}
