/** The pages of the desk, each reviewer and operator those they may open. */
import { mayCall, type Viewer, type Who } from "../viewer.ts";
import { PLACES } from "./places.ts";
import { Tabs } from "./tabs.tsx";

const PAGES = [
  { label: "Overview", href: PLACES.desk, who: "reviewer" },
  { label: "Applications", href: "/desk/applications", who: "reviewer" },
  { label: "Cases", href: "/desk/cases", who: "reviewer" },
  { label: "Responses", href: "/desk/responses", who: "reviewer" },
  { label: "Months", href: "/desk/months", who: "operator" },
  { label: "Dues", href: "/desk/dues", who: "operator" },
  { label: "Payouts", href: "/desk/payouts", who: "operator" },
  { label: "Ledger", href: "/desk/ledger", who: "operator" },
  { label: "Policies", href: "/desk/policies", who: "operator" },
  { label: "Lab", href: "/desk/lab", who: "operator" },
  { label: "Outbox", href: "/desk/mail", who: "operator" },
] as const satisfies readonly { label: string; href: string; who: Who }[];

export interface DeskTabsProps {
  viewer: Viewer;
  current: (typeof PAGES)[number]["href"];
}

export function DeskTabs({ viewer, current }: DeskTabsProps) {
  const tabs = PAGES.filter(({ who }) => mayCall(who, viewer));
  return <Tabs label="Desk" tabs={tabs} current={current} />;
}
