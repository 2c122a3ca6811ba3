/** Islands, styles and fonts as built: bundled, named by their content, never changing. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** `dist/public` as seen from the bundle in `dist/server`, or else from the sources. */
export const PUBLIC_FOLDER: string = ["../public/", "../../dist/public/"]
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .reduce((bundled, sources) => (existsSync(`${bundled}.vite/manifest.json`) ? bundled : sources));

const urls = readManifest(`${PUBLIC_FOLDER}.vite/manifest.json`);

/** The address of a built file by its source's name: `asset("site.css")` is "/assets/site-Bx3k.css". */
export function asset(name: string): string {
  return urls.get(name) ?? `/assets/${name}`;
}

function readManifest(file: string): Map<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(file)) return found;
  const entries = JSON.parse(readFileSync(file, "utf8")) as Record<string, { file: string }>;
  for (const [source, entry] of Object.entries(entries)) {
    found.set(basename(source).replace(/\.ts$/, ".js"), `/${entry.file}`);
  }
  return found;
}
