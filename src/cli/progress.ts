/** A progress bar on a terminal; nothing where output goes to a file. */
const WIDTH = 32;

export interface Progress {
  show(done: number, of: number): void;
  end(): void;
}

export function progressBar(label: string): Progress {
  const { isTTY } = process.stderr;
  return {
    show(done, of) {
      if (!isTTY) return;
      const filled = of === 0 ? WIDTH : Math.round((done / of) * WIDTH);
      const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
      process.stderr.write(`\r${label} ${bar} ${done}/${of} `);
    },
    end() {
      if (isTTY) process.stderr.write("\r\x1b[2K");
    },
  };
}
