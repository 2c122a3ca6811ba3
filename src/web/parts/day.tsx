/** Dates and lengths of time in words. All dates are UTC, as the books are. */
const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
const CLOCK = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const MONTH = new Intl.DateTimeFormat("en-GB", {
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** "20 November 2026". */
export function Day({ at }: { at: Date }) {
  return <time datetime={at.toISOString().slice(0, 10)}>{DAY.format(at)}</time>;
}

/** "20 November 2026, 14:05 UTC". */
export function Moment({ at }: { at: Date }) {
  return <time datetime={at.toISOString()}>{`${DAY.format(at)}, ${CLOCK.format(at)} UTC`}</time>;
}

/** "2026-10" is "October 2026". */
export function monthName(month: string): string {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`));
}

/** Whole seconds as a reader would say them: 45 is "45 s", 754 is "12 min 34 s", 7510 is "2 h 5 min". */
export function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const parts = hours
    ? [[hours, "h"] as const, [minutes, "min"] as const]
    : [[minutes, "min"] as const, [seconds % 60, "s"] as const];
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}\u00a0${unit}`);
  return said.join(" ") || "0\u00a0s";
}
