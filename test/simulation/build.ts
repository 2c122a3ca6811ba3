/**
 * The simulation as one program: the site's own operations and ours, bundled. A planted bug is a place in a
 * file of the site whose text is another in the copy that is bundled.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Beside the packages that the bundle asks for. */
export const BUILT = join(ROOT, "node_modules", ".simulation", String(process.pid));

export interface Planted {
  name: string;
  /** Below `src`. */
  file: string;
  /** Stands there exactly once. */
  text: string;
  instead: string;
}

/** Throws when the text is not there, or twice. Gives the bundle's folder. */
export async function buildSimulation(name: string, planted?: Planted): Promise<string> {
  const folder = join(BUILT, name);
  if (planted) checkText(planted);
  const soil = planted && plant(planted);
  await build({
    ...{ root: ROOT, configFile: false, logLevel: "error", publicDir: false },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    plugins: soil ? [soil.plugin] : [],
    ssr: { noExternal: ["zod"] },
    build: {
      ...{ ssr: true, outDir: folder, emptyOutDir: true, target: "node24", minify: false },
      rollupOptions: {
        input: {
          main: join(ROOT, "test/simulation/main.ts"),
          worker: join(ROOT, "test/simulation/worker.ts"),
        },
        output: { format: "es", entryFileNames: "[name].js" },
      },
    },
  });
  if (soil && !soil.isPlanted()) throw new Error(`${planted.file} is no part of the simulation`);
  return folder;
}

function checkText({ file, text }: Planted): void {
  const times = readFileSync(join(ROOT, "src", file), "utf8").split(text).length - 1;
  if (times !== 1) throw new Error(`src/${file} has the text to be replaced ${times} times`);
}

function plant({ file, text, instead }: Planted): { plugin: Plugin; isPlanted(): boolean } {
  let done = false;
  const path = join(ROOT, "src", file);
  const plugin: Plugin = {
    name: "planted-bug",
    enforce: "pre",
    transform(code, id) {
      if (id.split("?")[0] !== path) return null;
      done = true;
      return code.split(text).join(instead);
    },
  };
  return { plugin, isPlanted: () => done };
}
