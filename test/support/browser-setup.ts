/**
 * Finds the browser of the journeys once, before any of them, and says in a sentence what is missing.
 *
 * It is the one at CHROME_PATH, or a Chromium that comes with the packages and is unpacked here: two
 * tests that unpack it at once would run half a browser.
 */
import { existsSync } from "node:fs";
import packed from "@sparticuz/chromium";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { PUBLIC_FOLDER } from "../../src/web/assets.ts";

declare module "vitest" {
  export interface ProvidedContext {
    browserPath: string;
  }
}

export async function setup(project: TestProject): Promise<void> {
  if (!existsSync(`${PUBLIC_FOLDER}.vite/manifest.json`)) {
    throw new Error("The journeys need the built islands and styles: run “npm run build” first.");
  }
  const path = process.env.CHROME_PATH ?? (await packed.executablePath());
  await starts(path);
  project.provide("browserPath", path);
}

async function starts(path: string): Promise<void> {
  try {
    const browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox"] });
    await browser.close();
  } catch (error) {
    const sentence = `The journeys need a browser, and ${path} does not start: set CHROME_PATH to a Chrome or Chromium that does.`;
    throw new Error(sentence, { cause: error });
  }
}
