/** Archives and folders: what is read, and what is refused before it is unpacked. */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openArchive } from "./open-archive.ts";
import { openFolder, openPath } from "./open-folder.ts";
import {
  decodeText,
  kindsOf,
  resolveSource,
  type SourceFiles,
  sourceFilesSentences,
} from "./source-files.ts";

/** A file in an archive; the rest are lies one can tell about it. */
interface Packed {
  name: string;
  text?: string;
  mode?: number;
  flags?: number;
  method?: number;
  /** What the archive says the file's size is. */
  size?: number;
  crc?: number;
}

/** An archive made by hand, since no library makes the broken ones (APPNOTE.TXT 6.3, sections 4.3.7 to 4.3.16). */
function zipped(...entries: Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const text = Buffer.from(entry.text ?? "x");
    const packed = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.flags ?? 0) | 0x800, 2);
    common.writeUInt16LE(entry.method ?? 8, 4);
    common.writeUInt32LE(entry.crc ?? crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.size ?? text.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), common, tail, name]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

async function opened(archive: string | Buffer): Promise<SourceFiles> {
  const ruling = await openArchive(archive);
  if (!ruling.ok) throw new Error(`refused: ${ruling.refusal}`);
  return ruling.value;
}

const folder = mkdtempSync(join(tmpdir(), "earnest-import-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("an archive", () => {
  it("gives its files in order, each read when asked for", async () => {
    const { files, close } = await opened(
      zipped(
        { name: "posts/b.html", text: "<p>b – é</p>" },
        { name: "posts/", text: "" },
        { name: "posts/a.html", text: "a" },
        { name: "profile/profile.html" },
        { name: "claps/claps.html" },
        { name: "posts/a.png" },
      ),
    );
    expect(files.map(({ name, kind }) => [name, kind])).toEqual([
      ["claps/claps.html", "other"],
      ["posts/a.html", "story"],
      ["posts/a.png", "picture"],
      ["posts/b.html", "story"],
      ["profile/profile.html", "profile"],
    ]);
    expect(await files[3]?.text()).toEqual({ ok: true, value: "<p>b – é</p>" });
    expect(await files[3]?.text()).toEqual({ ok: true, value: "<p>b – é</p>" });
    expect(await files[1]?.bytes()).toEqual({ ok: true, value: Buffer.from("a") });
    close();
  });

  it("may be a file", async () => {
    const path = join(folder, "export.zip");
    writeFileSync(path, zipped({ name: "posts/a.html", text: "a" }));
    const { files, close } = await opened(path);
    expect(await files[0]?.text()).toEqual({ ok: true, value: "a" });
    close();
    const found = await openPath(path);
    expect(found.ok && found.value.files[0]?.name).toBe("posts/a.html");
    if (found.ok) found.value.close();
  });

  const fine: Packed = { name: "posts/a.html", text: "<p>a</p>" };
  it.each<[string, string, Buffer]>([
    ["path-outside", "a file above it", zipped(fine, { name: "../../etc/passwd" })],
    ["path-outside", "a file above a folder", zipped(fine, { name: "posts/../../a.html" })],
    ["path-outside", "a file at an absolute path", zipped(fine, { name: "/etc/passwd" })],
    ["path-outside", "a file on a drive", zipped(fine, { name: "C:/a.html" })],
    ["path-outside", "a file with backward slashes", zipped(fine, { name: "..\\..\\a.html" })],
    [
      "link-inside",
      "a link",
      zipped(fine, { name: "posts/b.html", text: "/etc/passwd", mode: 0o120777 }),
    ],
    ["encrypted-archive", "an encrypted file", zipped({ ...fine, flags: 1 })],
    ["broken-archive", "an unknown way of packing", zipped({ ...fine, method: 99 })],
    [
      "unpacks-too-large",
      "a bomb",
      zipped(fine, { name: "posts/b.html", text: "\0".repeat(20_000_000) }),
    ],
    [
      "unpacks-too-large",
      "1,100 files that would fill a disk",
      zipped(
        ...Array.from({ length: 1100 }, (_, at) => ({
          name: `posts/${at}.html`,
          text: "x",
          size: 1_048_000,
        })),
      ),
    ],
    [
      "too-many-files",
      "20,001 files",
      zipped(...Array.from({ length: 20_001 }, (_, at) => ({ name: `${at}` }))),
    ],
    ["not-a-zip", "no zip at all", Buffer.from("<html><p>hello</p></html>")],
    ["not-a-zip", "nothing", Buffer.alloc(0)],
    ["not-a-zip", "only a beginning", zipped(fine).subarray(0, 40)],
    [
      "broken-archive",
      "a broken directory",
      zipped(fine).fill(0xff, zipped(fine).length - 60, zipped(fine).length - 30),
    ],
  ])("is refused as %s with %s", async (refusal, _, archive) => {
    expect(await openArchive(archive)).toEqual({ ok: false, refusal });
  });

  it.each<[string, Packed]>([
    ["unpacks to more than it says", { name: "a.html", text: "x".repeat(100_000), size: 50_000 }],
    ["unpacks to less than it says", { name: "a.html", text: "x".repeat(100), size: 200 }],
    ["was changed on the way", { name: "a.html", text: "abc", crc: 1 }],
  ])("gives its other files when one %s", async (_, broken) => {
    const { files, close } = await opened(zipped(broken, { name: "b.html", text: "fine" }));
    expect(await files[0]?.text()).toEqual({ ok: false, refusal: "broken-file" });
    expect(await files[1]?.text()).toEqual({ ok: true, value: "fine" });
    close();
  });

  it("does not unpack a file of more than 30 MB", async () => {
    const noise = randomBytes(200_000).toString("hex");
    const { files, close } = await opened(
      zipped({ name: "a.html", text: noise, size: 31 * 1024 * 1024 }),
    );
    expect(await files[0]?.text()).toEqual({ ok: false, refusal: "file-too-large" });
    close();
  });

  it("that is not there is said to be not there", async () => {
    expect(await openArchive(join(folder, "none.zip"))).toEqual({
      ok: false,
      refusal: "not-found",
    });
    expect(await openArchive(folder)).toEqual({ ok: false, refusal: "not-found" });
  });

  it("is refused with a sentence", () => {
    for (const sentence of Object.values(sourceFilesSentences))
      expect(sentence).toMatch(/^[A-Z].+\.$/);
  });
});

describe("a folder", () => {
  const site = join(folder, "site");
  beforeAll(() => {
    mkdirSync(join(site, "text", ".hidden"), { recursive: true });
    writeFileSync(join(site, "text", "b.xhtml"), "<p>b</p>");
    writeFileSync(join(site, "a.html"), "<p>a</p>");
    writeFileSync(join(site, "a.txt"), "x");
    writeFileSync(join(site, "text", ".hidden", "c.html"), "x");
    symlinkSync("/etc/passwd", join(site, "link.html"));
    symlinkSync("/etc", join(site, "etc"));
  });

  it("gives its files like an archive, and follows no links", async () => {
    const found = await openFolder(site);
    expect(found.ok && found.value.files.map(({ name, kind }) => [name, kind])).toEqual([
      ["a.html", "story"],
      ["a.txt", "other"],
      ["text/b.xhtml", "story"],
    ]);
    expect(found.ok && (await found.value.files[2]?.text())).toEqual({
      ok: true,
      value: "<p>b</p>",
    });
  });

  it("or a page of it is found at a path", async () => {
    const names = async (path: string) => {
      const found = await openPath(path);
      return found.ok ? found.value.files.map(({ name }) => name) : found.refusal;
    };
    expect(await names(site)).toHaveLength(3);
    expect(await names(join(site, "a.html"))).toEqual(["a.html"]);
    expect(await names(join(site, "a.txt"))).toBe("not-a-zip");
    expect(await names(join(site, "none"))).toBe("not-found");
  });

  it("that loses a file on the way says that the file is broken", async () => {
    const found = await openFolder(site);
    if (!found.ok) throw new Error(found.refusal);
    rmSync(join(site, "a.txt"));
    expect(await found.value.files[1]?.bytes()).toEqual({ ok: false, refusal: "broken-file" });
  });
});

describe("a file", () => {
  it("is a story wherever it lies, except beside Medium's posts", () => {
    expect(kindsOf(["a.html", "b/c.XHTML", "d.htm", "profile/profile.html"])).toEqual([
      "story",
      "story",
      "story",
      "profile",
    ]);
    expect(
      kindsOf([
        "m/posts/a.html",
        "m/lists/b.html",
        "m/profile/profile.html",
        "__MACOSX/m/posts/._a.html",
      ]),
    ).toEqual(["story", "other", "profile", "other"]);
  });

  it.each([
    ["text/one.xhtml", "../images/a.svg", "images/a.svg"],
    ["one.html", "a.png", "a.png"],
    ["one.html", "./b/../a%20b.png?x#y", "a b.png"],
    ["one.html", "../a.png", null],
    ["posts/one.html", "../../../etc/passwd", null],
    ["posts/one.html", "%2e%2e/%2e%2e/a.png", null],
    ["one.html", "", null],
  ])("beside %s called %s is %s", (page, address, name) => {
    expect(resolveSource(page, address)).toBe(name);
  });

  it.each<[string, Buffer]>([
    ["UTF-8", Buffer.from("é–")],
    ["UTF-8 with a mark", Buffer.from("\ufeffé–")],
    ["UTF-16", Buffer.from("\ufeffé–", "utf16le")],
    ["the Western encoding of old", Buffer.from([0xe9, 0x96])],
  ])("is read in %s", (_, bytes) => {
    expect(decodeText(bytes)).toBe("é–");
  });
});
