/** Pictures of people: what is taken, what it becomes, and what is refused. */
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { csrfToken, tokenHash } from "../../../web/session.ts";
import { accountOf } from "../store.ts";

let site: TestSite;
let count = 0;
let ann: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
});
afterAll(() => site.close());

describe("a picture", () => {
  it("becomes a square of our own, upright, with nothing of the file's hidden data", async () => {
    const answer = await send(ann, await photo());
    expect(answer.headers.location).toBe("/me?done=picture");
    const { pictureKey } = await accountOf(site.db, ann.id);
    const shown = await site.visitor.get(`/pictures/${pictureKey}`);
    expect(shown.headers).toMatchObject({
      "content-type": "image/webp",
      "cache-control": "public, max-age=31536000, immutable",
      "content-disposition": "inline",
      "x-content-type-options": "nosniff",
    });
    const made = await sharp(shown.rawPayload).metadata();
    expect(made).toMatchObject({ format: "webp", width: 400, height: 400 });
    expect(made.exif).toBeUndefined();
    expect(shown.rawPayload.includes("Canary")).toBe(false);
    // Turned upright, the red left half of the file is the upper half of the picture.
    const { data, info } = await sharp(shown.rawPayload)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const redAt = (x: number, y: number) => data[(y * info.width + x) * info.channels]!;
    expect(redAt(200, 40)).toBeGreaterThan(200);
    expect(redAt(200, 360)).toBeLessThan(50);
    expect((await site.visitor.get("/@ann")).body).toContain(`/pictures/${pictureKey}`);
  });

  it("takes the place of the one before, whose file is gone", async () => {
    const { pictureKey: old } = await accountOf(site.db, ann.id);
    const { drops } = site.cache;
    await send(ann, await photo());
    // Kept pages that showed the old one are dropped.
    await expect.poll(() => site.cache.drops).toBeGreaterThan(drops);
    const { pictureKey } = await accountOf(site.db, ann.id);
    expect(pictureKey).not.toBe(old);
    expect((await site.visitor.get(`/pictures/${old}`)).statusCode).toBe(404);
    expect((await site.visitor.get(`/pictures/${pictureKey}`)).statusCode).toBe(200);
  });

  it("is taken away again", async () => {
    const bob = await site.reader("bob");
    await send(bob, await photo());
    const { pictureKey } = await accountOf(site.db, bob.id);
    expect((await site.as(bob).post("/me/picture/removal")).statusCode).toBe(303);
    expect((await accountOf(site.db, bob.id)).pictureKey).toBeNull();
    expect((await site.visitor.get(`/pictures/${pictureKey}`)).statusCode).toBe(404);
  });

  it.each(["png", "webp", "gif", "avif"] as const)("may be a %s", async (format) => {
    const cyd = await site.reader(`cyd_${format}`);
    const bytes = await sharp(blank(40, 30)).toFormat(format).toBuffer();
    expect((await send(cyd, bytes)).statusCode).toBe(303);
  });

  const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

  it.each([
    ["an SVG", Buffer.from(SVG), "SVG files are not taken"],
    [
      "an SVG after a declaration",
      Buffer.from(`<?xml version="1.0"?>\n${SVG}`),
      "SVG files are not taken",
    ],
    [
      "a page",
      Buffer.from("<!doctype html><script>alert(1)</script>"),
      "not a picture we can read",
    ],
    ["a PDF", Buffer.from("%PDF-1.7\n"), "not a picture we can read"],
    ["a GIF that is a script", Buffer.from("GIF89a=1;alert(1)//"), "This picture is broken"],
    ["nothing", Buffer.alloc(0), "Choose a file first."],
    ["a PNG of a billion pixels", hugePng(), "more than 60 million pixels"],
    ["a file of 26 MB", Buffer.alloc(26 * 1024 * 1024, 0xff), "more than 25 MB"],
  ])("is not %s", async (_, bytes, sentence) => {
    count += 1;
    const dot = await site.reader(`dot_${count}`);
    const answer = await send(dot, bytes);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(sentence);
    expect((await accountOf(site.db, dot.id)).pictureKey).toBeNull();
  });

  it("is not one that ends in the middle", async () => {
    const whole = await photo();
    const answer = await send(ann, whole.subarray(0, whole.length / 2));
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("This picture is broken");
  });

  it("that is also a page keeps nothing of the page", async () => {
    const polyglot = Buffer.concat([
      await photo(),
      Buffer.from("<script>alert('Canary')</script>"),
    ]);
    const eve = await site.reader("eve");
    expect((await send(eve, polyglot)).statusCode).toBe(303);
    const { pictureKey } = await accountOf(site.db, eve.id);
    const { rawPayload } = await site.visitor.get(`/pictures/${pictureKey}`);
    expect(rawPayload.includes("script")).toBe(false);
  });

  it("is not found by a path", async () => {
    for (const key of ["..%2f..%2fetc%2fpasswd", "a", "A".repeat(16), `${"a".repeat(16)}.png`]) {
      expect((await site.visitor.get(`/pictures/${key}`)).statusCode).toBe(404);
    }
  });

  it("is not sent by another site, nor by a form without the session's token", async () => {
    const bytes = await photo();
    expect((await send(ann, bytes, { csrf: "wrong" })).statusCode).toBe(403);
    expect((await send(ann, bytes, { origin: "https://evil.example" })).statusCode).toBe(403);
  });
});

/** Red left, blue right, marked to be shown turned by a quarter, with words in its hidden data. */
function photo(): Promise<Buffer> {
  const red = { create: { width: 300, height: 400, channels: 3, background: "#f00" } } as const;
  return sharp({ create: { width: 600, height: 400, channels: 3, background: "#00f" } })
    .composite([{ input: red, left: 0, top: 0 }])
    .withExif({ IFD0: { Copyright: "Canary", Orientation: "6" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

function blank(width: number, height: number) {
  return { create: { width, height, channels: 3, background: "#888" } } as const;
}

/** A PNG whose head says 40,000 × 40,000 pixels and that holds almost none. */
function hugePng(): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(40_000, 0);
  head.writeUInt32BE(40_000, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(1000));
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function send(
  person: Person,
  bytes: Buffer,
  { csrf = csrfToken(site.secret, tokenHash(person.token)), origin = "http://localhost" } = {},
) {
  const boundary = "----boundary";
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="picture"; filename="me.svg.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
  return site.server.inject({
    method: "POST",
    url: `/me/picture?csrf=${csrf}`,
    headers: {
      host: "localhost",
      origin,
      cookie: `__Host-earnest=${person.token}`,
      "content-type": `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}
