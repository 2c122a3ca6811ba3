/** Topics, as plain links. */
export interface Tag {
  name: string;
  href: string;
}

export function TagList({ tags, label = "Topics" }: { tags: readonly Tag[]; label?: string }) {
  if (tags.length === 0) return null;
  return (
    <ul class="tags" aria-label={label}>
      {tags.map(({ name, href }) => (
        <li key={href}>
          <a href={href}>{name}</a>
        </li>
      ))}
    </ul>
  );
}
