/** The pages of one's own account. */
import { Tabs } from "../../../web/parts/tabs.tsx";

export function AccountTabs({ current }: { current: "/me" | "/me/sessions" }) {
  return (
    <Tabs
      label="Account"
      tabs={[
        { label: "Profile", href: "/me" },
        { label: "Devices", href: "/me/sessions" },
      ]}
      current={current}
    />
  );
}
