/** How far a long task is, in words and as a line. */
export interface ProgressBarProps {
  label: string;
  value: number;
  max: number;
  /** What is counted, such as "members"; without it the part is said in percent. */
  unit?: string;
}

export function ProgressBar({ label, value, max, unit }: ProgressBarProps) {
  const percent = max > 0 ? Math.floor((value / max) * 100) : 0;
  const said = unit ? `${count(value)} of ${count(max)} ${unit}` : `${percent} %`;
  return (
    <div class="progress">
      <span>{label}</span>
      <span class="quiet">{said}</span>
      <progress aria-label={label} value={value} max={Math.max(max, 1)}>
        {said}
      </progress>
    </div>
  );
}

function count(value: number): string {
  return value.toLocaleString("en-GB");
}
