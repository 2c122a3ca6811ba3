/** Pages of one subject, as links; each has an address of its own. */
export interface Tab {
  label: string;
  href: string;
  /** How many are waiting there. */
  count?: number | undefined;
}

export interface TabsProps {
  /** What the pages have in common, for a screen reader. */
  label: string;
  tabs: readonly Tab[];
  /** The `href` of the page that is shown. */
  current: string;
}

export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a href={tab.href} aria-current={tab.href === current ? "page" : undefined}>
              {tab.label}
              {tab.count !== undefined && <span class="quiet numeric">{tab.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
