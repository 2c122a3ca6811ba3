/** Builds what browsers get: islands, styles and fonts, named by their content. */
import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

const entries = [
  ...readdirSync("src/islands")
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .map((file) => `src/islands/${file}`),
  ...["site.css"].map((file) => `src/styles/${file}`),
];

export default defineConfig({
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
