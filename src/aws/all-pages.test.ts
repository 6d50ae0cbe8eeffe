import { expect, test } from "vitest";
import { allPages, iamNextToken } from "./all-pages.js";

const list = (pages: Record<string, { items: number[]; next?: string }>) =>
  allPages(
    async (token) => {
      const page = pages[token ?? "first"];
      if (page === undefined) throw new Error(`no page ${token}`);
      return page;
    },
    (page) => page.next,
  );

test("every page is fetched in order, an empty one in the middle too", async () => {
  const pages = await list({
    first: { items: [1], next: "b" },
    b: { items: [], next: "c" },
    c: { items: [2, 3] },
  });
  expect(pages.flatMap((page) => page.items)).toEqual([1, 2, 3]);
});

test("an empty page may give the token that it was asked with", async () => {
  let asked = 0;
  const pages = await allPages(
    async () => {
      asked += 1;
      return { items: asked === 2 ? [] : [asked], next: asked < 3 ? "b" : undefined };
    },
    (page) => page.next,
  );
  expect(pages.flatMap((page) => page.items)).toEqual([1, 3]);
});

test("a list of 5,000 pages is read, and one with ever new tokens is an error there", async () => {
  const numbered = (last: number) =>
    allPages(
      async (token = "1") => Number(token),
      (page) => (page === last ? undefined : String(page + 1)),
    );
  expect((await numbered(5_000)).length).toBe(5_000);
  await expect(numbered(Number.POSITIVE_INFINITY)).rejects.toThrow(
    "AWS gave 5000 pages and the list did not end",
  );
});

test("a token that comes again and again is an error, not an endless loop", async () => {
  await expect(
    list({ first: { items: [], next: "b" }, b: { items: [], next: "c" }, c: { items: [], next: "b" } }),
  ).rejects.toThrow(/again and again/);
});

test("a page that fails fails the list: part of a list is no list", async () => {
  await expect(list({ first: { items: [1], next: "gone" } })).rejects.toThrow("no page gone");
});

test("an IAM page says whether it is the last", () => {
  expect(iamNextToken({ IsTruncated: false })).toBeUndefined();
  expect(iamNextToken({ IsTruncated: false, Marker: "left over" })).toBeUndefined();
  expect(iamNextToken({ IsTruncated: true, Marker: "m" })).toBe("m");
  expect(() => iamNextToken({})).toThrow(/last page/);
  expect(() => iamNextToken({ IsTruncated: true })).toThrow(/last page/);
});
