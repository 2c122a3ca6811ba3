/** Pictures: what is taken, what is made of it, what is refused and how that is said. */
import { readdirSync } from "node:fs";
import sharp, { type Sharp } from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { upload } from "../../../../test/support/stories.ts";
import { sql } from "../../../store/db.ts";

let site: TestSite;
let ann: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
});
afterAll(() => site.close());
afterEach(() => vi.restoreAllMocks());

const plain = (width: number, height: number, red = 200): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 90, b: 60 } } });

const add = (content: string | Uint8Array, fileName = "a.jpg", who = ann) =>
  upload(site, who, "/images", [{ name: "picture", fileName, content }]);

async function shown(key: string, query = "") {
  const answer = await site.as(ann).get(`/images/${key}${query}`);
  return { answer, facts: await sharp(answer.rawPayload).metadata() };
}

async function stored(): Promise<{ rows: number; files: string[] }> {
  const { rows } = await site.db.one(sql.of(z.object({ rows: z.int() }))`
    select count(*)::int as rows from image`);
  const files = readdirSync(site.folder, { recursive: true, encoding: "utf8" });
  return { rows, files: files.filter((name) => name.includes(".")) };
}

describe("an uploaded picture", () => {
  it("is encoded anew: WebP, at most 2,000 px wide, and a small one of 800", async () => {
    const answer = await add(await plain(3000, 1500).jpeg().toBuffer());
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ width: 2000, height: 1000, frames: 1 });
    const { key } = answer.json();
    const large = await shown(key);
    expect(large.facts).toMatchObject({ format: "webp", width: 2000, height: 1000 });
    expect(large.answer.headers["content-type"]).toBe("image/webp");
    expect(large.answer.headers["content-length"]).toBe(String(large.answer.rawPayload.length));
    expect((await shown(key, "?width=800")).facts).toMatchObject({ width: 800, height: 400 });
  });

  it("is never made larger, and a small one is its own small one", async () => {
    const { key } = (await add(await plain(300, 200).png().toBuffer())).json();
    expect((await shown(key)).facts).toMatchObject({ width: 300, height: 200 });
    expect((await shown(key, "?width=800")).facts).toMatchObject({ width: 300 });
  });

  it("loses what was hidden in it, but not the way it was held", async () => {
    const content = await plain(400, 200)
      .withExif({ IFD0: { Copyright: "Ann", Artist: "at home, 52.1 N" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(content).metadata()).exif).toBeDefined();
    const { facts } = await shown((await add(content)).json().key);
    expect(facts).toMatchObject({ width: 200, height: 400 });
    for (const hidden of ["exif", "icc", "xmp", "iptc"] as const) {
      expect(facts[hidden]).toBeUndefined();
    }
  });

  it.each(["png", "gif", "webp", "avif"] as const)("may be %s", async (format) => {
    const content = await plain(64, 48, 10).toFormat(format).toBuffer();
    const answer = await add(content, "a.whatever");
    expect(answer.json()).toMatchObject({ width: 64, height: 48 });
  });

  it("is stored once, however often its owner adds it, and again for another", async () => {
    const content = await plain(50, 50, 33).png().toBuffer();
    const answers = await Promise.all([add(content), add(content), add(content)]);
    const keys = new Set(answers.map((answer) => answer.json().key));
    expect(keys.size).toBe(1);
    const before = await stored();
    expect((await add(content)).json().key).toBe([...keys][0]);
    expect(await stored()).toEqual(before);
    const other = await add(content, "a.png", await site.reader("wil"));
    expect(keys).not.toContain(other.json().key);
  });

  it("that moves keeps its first frame, and says so by the number of frames", async () => {
    const frames = await Promise.all([10, 200].map((red) => plain(40, 30, red).png().toBuffer()));
    const content = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const answer = await add(content, "a.gif");
    expect(answer.json()).toMatchObject({ width: 40, height: 30, frames: 2 });
    const { facts } = await shown(answer.json().key);
    expect(facts.pages ?? 1).toBe(1);
  });
});

describe("a picture is refused with one sentence, and nothing of it is stored:", () => {
  const refusals: [string, () => Promise<string | Uint8Array>, string][] = [
    [
      "an SVG, whatever it is called",
      async () => '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      "SVG files are not taken",
    ],
    ["a text", async () => "just words", "This file is not a picture we can read."],
    ["an empty file", async () => "", "This file is not a picture we can read."],
    [
      "half a picture",
      async () =>
        (await plain(900, 900).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 90_000),
      "This picture is broken",
    ],
    [
      "the head of a picture with rubbish behind it",
      async () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5000, 7)]),
      "This picture is broken",
    ],
    [
      "one of more than 60 million pixels",
      async () => plain(12_000, 5_001).png({ compressionLevel: 9 }).toBuffer(),
      "more than 60 million pixels",
    ],
    [
      "an animation that unpacks into more",
      async () => {
        const two = await Promise.all(
          [1, 200].map((red) => plain(1000, 1000, red).png().toBuffer()),
        );
        const frames = Array.from({ length: 61 }, (_, index) => two[index % 2]!);
        return sharp(frames, { join: { animated: true }, limitInputPixels: false })
          .webp()
          .toBuffer();
      },
      "more than 60 million pixels",
    ],
    ["one of 30 MB", async () => Buffer.alloc(30 * 1024 * 1024, 1), "has more than 25 MB"],
  ];

  it.each(refusals)("%s", async (_, make, sentence) => {
    const before = await stored();
    const answer = await add(await make());
    expect(answer.statusCode).toBe(422);
    expect(answer.json().text).toContain(sentence);
    expect(await stored()).toEqual(before);
  });

  it("any, when the disk is full, and the half that was written goes", async () => {
    const before = await stored();
    const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const { write } = site.files;
    vi.spyOn(site.files, "write").mockImplementation(async (key, bytes) => {
      if (key.includes("small")) throw full;
      await write(key, bytes);
    });
    const answer = await add(await plain(1000, 10, 5).png().toBuffer());
    expect(answer.statusCode).toBe(507);
    expect(answer.json().text).toContain("no room left on its disk");
    expect(await stored()).toEqual(before);
    vi.restoreAllMocks();
    expect((await add(await plain(1000, 10, 5).png().toBuffer())).statusCode).toBe(201);
  });

  it("a form without a file", async () => {
    const answer = await upload(site, ann, "/images", [{ name: "picture", content: "no file" }]);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain("There was no file in what was sent.");
  });

  it("what a visitor sends", async () => {
    const answer = await site.visitor.post("/images");
    expect(answer.statusCode).toBe(401);
  });
});

describe("the address of a picture", () => {
  it.each([
    "0000000000000000",
    "short",
    "..%2f..%2fsecret",
    "0000000000000000.webp",
  ])("that is none is not found: %s", async (key) => {
    expect((await site.as(ann).get(`/images/${key}`)).statusCode).toBe(404);
  });
});
