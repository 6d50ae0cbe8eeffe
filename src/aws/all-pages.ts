/** So often may one token come: a service may stay where it is for a page or two, but not for ever. */
const MOST_SIGHTS = 5;

/** Organizations gives 20 accounts a page, so this is 100,000 of them; other lists end sooner. */
const MOST_PAGES = 5_000;

/**
 * Fetches every page of an AWS list. An empty page with a token is legal and is followed; a token that comes again and
 * again, or ever new ones, would never end, and are an error instead of a list that looks whole.
 *
 * @param fetch asks for the page of a token, the first one without
 * @param nextToken the token of the following page, undefined on the last
 */
export async function allPages<Page>(
  fetch: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => string | undefined,
): Promise<Page[]> {
  const pages: Page[] = [];
  const sights = new Map<string, number>();
  let token: string | undefined;
  do {
    const page = await fetch(token);
    pages.push(page);
    token = nextToken(page);
    if (token !== undefined) {
      const sight = (sights.get(token) ?? 0) + 1;
      if (sight > MOST_SIGHTS) throw new Error("AWS gave the same page token again and again");
      sights.set(token, sight);
      if (pages.length === MOST_PAGES)
        throw new Error(`AWS gave ${MOST_PAGES} pages and the list did not end`);
    }
  } while (token !== undefined);
  return pages;
}

/** The token of an IAM page. IAM says on every page whether it was the last; an answer that does not is no page. */
export function iamNextToken(page: {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}): string | undefined {
  if (page.IsTruncated === false) return undefined;
  if (page.IsTruncated === true && page.Marker) return page.Marker;
  throw new Error("the answer does not say whether it was the last page");
}
