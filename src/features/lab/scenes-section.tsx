/** The two scenes as pictures, each with the table of its figures. */
import { SCENE_FIGURES } from "../../core/earnings/presets/scene-figures.ts";
import type { SceneName, Taken } from "../../core/earnings/presets/scenes.ts";
import { formatMicros } from "../../core/money.ts";
import { Table } from "../../web/parts/table.tsx";
import { BarsChart } from "./bars-chart.tsx";

export function ScenesSection() {
  return (
    <>
      <section>
        <h2>One false member among ten thousand</h2>
        <p>
          Ten thousand members read 300 minutes a month. One more pays 5.00 and plays the stories of
          one author day and night. Their pool is {paidIn("false-member")}: what the author takes
          above it comes out of other readers’ dues.
        </p>
        <Scene title="What one false member moves" scene="false-member" />
      </section>
      <section>
        <h2>The ring of September 2023</h2>
        <p>
          Twenty authors and 600 members who read only each other, among 5,400 others. Their pools
          are {paidIn("ring")} together.
        </p>
        <Scene title="What the ring takes" scene="ring" />
      </section>
      <section>
        <h2>A story cut into twenty parts</h2>
        <p>
          One member opens a story on 29 days and leaves, and on the 30th reads it to its end, ten
          minutes beside ten of another author’s. Then the same with the story in twenty parts. It
          may gain no more than ten sevenths where openings that were left weigh against it.
        </p>
        <Scene title="What cutting a story gives" scene="cutting" />
      </section>
    </>
  );
}

function paidIn(scene: SceneName): string {
  return formatMicros(SCENE_FIGURES[scene][0]?.ownMicros ?? 0n);
}

function Scene({ title, scene }: { title: string; scene: SceneName }) {
  const taken = SCENE_FIGURES[scene];
  const isCut = scene === "cutting";
  return (
    <>
      <BarsChart
        title={title}
        mark={isCut ? null : { value: Number(taken[0]?.ownMicros), label: "their own pools" }}
        bars={taken.map(({ rule, takenMicros }) => ({
          label: rule,
          value: Number(takenMicros),
          figure: formatMicros(takenMicros),
        }))}
      />
      <Table<Taken>
        caption={title}
        rows={taken}
        keyOf={({ rule }) => rule}
        columns={[
          { head: "Rule", cell: ({ rule }) => rule },
          { head: "Takes", cell: ({ takenMicros }) => formatMicros(takenMicros), numeric: true },
          {
            head: isCut ? "Of the story in one part" : "Of their own pools",
            cell: ({ takenMicros, ownMicros }) => `${times(takenMicros, ownMicros)} ×`,
            numeric: true,
          },
        ]}
      />
    </>
  );
}

/** "141.97". */
function times(part: bigint, whole: bigint): string {
  return (Number((part * 100n) / whole) / 100).toFixed(2);
}
