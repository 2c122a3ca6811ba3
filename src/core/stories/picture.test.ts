import { describe, expect, it } from "vitest";
import { PICTURE_PIXELS_MAX, ruleFormat, ruleSize } from "./picture.ts";

const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const found = (text: string) => {
  const ruling = ruleFormat(bytes(text));
  return ruling.ok ? ruling.value : ruling.refusal;
};

describe("a picture's format", () => {
  it.each([
    ["\xff\xd8\xff\xe0..JFIF", "jpeg"],
    ["\x89PNG\r\n\x1a\n....", "png"],
    ["GIF89a....", "gif"],
    ["GIF87a....", "gif"],
    ["RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"],
    ["\x00\x00\x00\x20ftypavif", "avif"],
  ])("is known by its first bytes: %j", (head, format) => {
    expect(found(head)).toBe(format);
  });

  it.each([
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '<?xml version="1.0"?>\n<!-- a drawing -->\n<SVG>',
    "<!DOCTYPE svg PUBLIC>",
  ])("is refused as SVG with a reason of its own: %j", (head) => {
    expect(found(head)).toBe("svg");
  });

  it.each([
    "",
    "BM......",
    "%PDF-1.7",
    "PK\x03\x04",
    "<html>",
    "RIFF....WAVE",
    "....ftypheic",
  ])("is refused when it is none of these: %j", (head) => {
    expect(found(head)).toBe("not-a-picture");
  });
});

describe("a picture's size", () => {
  it("counts all frames", () => {
    const side = Math.sqrt(PICTURE_PIXELS_MAX / 100);
    const frame = { width: Math.floor(side), height: Math.floor(side) };
    expect(ruleSize({ ...frame, frames: 100 }).ok).toBe(true);
    expect(ruleSize({ ...frame, frames: 101 })).toEqual({ ok: false, refusal: "too-many-pixels" });
  });

  it("may be 60 million pixels and not one more", () => {
    expect(ruleSize({ width: 60_000_000, height: 1, frames: 1 }).ok).toBe(true);
    expect(ruleSize({ width: 60_000_001, height: 1, frames: 1 }).ok).toBe(false);
  });
});
