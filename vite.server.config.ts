/**
 * Builds the site itself. Packages stay outside the bundle, but for Zod: bundled, it is what is used of
 * it, without its texts in fifty languages.
 */
import { defineConfig } from "vite";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  publicDir: false,
  ssr: { noExternal: ["zod"] },
  build: {
    ssr: true,
    outDir: "dist/server",
    emptyOutDir: true,
    target: "node24",
    minify: false,
    rollupOptions: {
      input: {
        main: "src/main.ts",
        "split-worker": "src/cli/earnings/split-worker.ts",
        "integrity-worker": "src/features/integrity/integrity-worker.ts",
      },
      output: { format: "es", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
