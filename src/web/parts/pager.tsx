/** Newer and older pages of a list. */
export interface PagerProps {
  newer: string | null;
  older: string | null;
}

export function Pager({ newer, older }: PagerProps) {
  if (!newer && !older) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {newer && (
        <a class="newer" href={newer} rel="prev">
          Newer
        </a>
      )}
      {older && (
        <a class="older" href={older} rel="next">
          Older
        </a>
      )}
    </nav>
  );
}
