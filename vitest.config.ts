/** The tests, in five projects: only those that need PostgreSQL start one. */
import { defineConfig } from "vitest/config";

const sameCases = "./test/support/same-cases.ts";
const globalSetup = "./test/support/global-setup.ts";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "core",
          include: ["src/{core,islands,stand-in}/**/*.test.{ts,tsx}"],
          setupFiles: [sameCases],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "house",
          include: ["test/architecture.test.ts", "demo/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "rooms",
          include: [
            "src/*.test.ts",
            "src/{store,jobs,web,features,cli}/**/*.test.{ts,tsx}",
            "test/{support,simulation}/**/*.test.ts",
          ],
          globalSetup,
          setupFiles: [sameCases],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "crash",
          include: ["test/crash/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          globalSetup: [globalSetup, "./test/support/browser-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
