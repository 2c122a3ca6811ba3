/** The pages of the desk about dues. */
import { DeskTabs } from "../../../web/parts/desk-tabs.tsx";
import { Tabs } from "../../../web/parts/tabs.tsx";
import type { Viewer } from "../../../web/viewer.ts";

export const DESK_DUES = "/desk/dues";
export const DESK_COUPONS = "/desk/coupons";
export const DESK_PLANS = "/desk/plans";

type DuesPlace = typeof DESK_DUES | typeof DESK_COUPONS | typeof DESK_PLANS;

export function DuesTabs({ viewer, current }: { viewer: Viewer; current: DuesPlace }) {
  return (
    <>
      <DeskTabs viewer={viewer} current={DESK_DUES} />
      <Tabs
        label="Dues"
        tabs={[
          { label: "Charges", href: DESK_DUES },
          { label: "Coupons", href: DESK_COUPONS },
          { label: "Plans", href: DESK_PLANS },
        ]}
        current={current}
      />
    </>
  );
}
