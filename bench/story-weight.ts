/** What a browser loads with a story besides its text: scripts and styles as they are sent. */
import { brotliCompressSync } from "node:zlib";
import { type Row, rounded } from "./measured.ts";

/** Fonts are left out; they come once, and are the same for every page. */
export async function storyWeight(port: number, path: string): Promise<Row[]> {
  const page = await text(port, path);
  const styles = addresses(page, /<link rel="stylesheet" href="([^"]+)"/g);
  const scripts = await withImports(port, addresses(page, /<script [^>]*src="([^"]+)"/g));
  const script = await sentBytes(port, scripts);
  const style = await sentBytes(port, styles);
  return [
    { what: "scripts of a story, compressed", value: kb(script), unit: "kB", bar: "≤ 12" },
    { what: "styles of a story, compressed", value: kb(style), unit: "kB", bar: "≤ 20" },
  ];
}

const kb = (bytes: number) => rounded(bytes / 1000);

/** The modules, and what they import. */
async function withImports(port: number, entries: string[]): Promise<string[]> {
  const known = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    if (known.has(path)) continue;
    known.add(path);
    const imported = addresses(await text(port, path), /(?:from|import)\s*\(?["'](\.[^"']+)["']/g);
    waiting.push(...imported.map((to) => new URL(to, `http://localhost${path}`).pathname));
  }
  return [...known];
}

async function sentBytes(port: number, paths: string[]): Promise<number> {
  let bytes = 0;
  for (const path of paths) bytes += await sent(port, path);
  return bytes;
}

/** As the server sends it to a browser. */
async function sent(port: number, path: string): Promise<number> {
  const headers = { "accept-encoding": "br" };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const body = Buffer.from(await answer.arrayBuffer());
  if (answer.headers.get("content-encoding") === "br") {
    return Number(answer.headers.get("content-length")) || brotliCompressSync(body).length;
  }
  return body.length;
}

async function text(port: number, path: string): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).text();
}

function addresses(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map((match) => match[1]!);
}
