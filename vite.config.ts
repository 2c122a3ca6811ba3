/** Builds what browsers get: islands, styles and fonts, named by their content. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const entries = [
  ...readdirSync("src/islands")
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .map((file) => `src/islands/${file}`),
  ...["site.css"].map((file) => `src/styles/${file}`),
];

/** Scripts and styles are compressed once, here, as the site sends them. */
function compressed(): Plugin {
  return {
    name: "compressed",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
        const bytes = readFileSync(join(dir, name));
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [compressed()],
  publicDir: false,
  build: {
    outDir: "dist/public",
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    rollupOptions: { input: entries },
  },
});
