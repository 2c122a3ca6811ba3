/** Who is tied to whom: accounts on a circle, unread ties solid, read ones dotted. */
import type { CaseEvidence, PairEvidence } from "../../../core/integrity/cases/snapshot.ts";
import { plural } from "../words.ts";

const SIZE = 560;
const RADIUS = 160;
const LABEL_CHARS_MAX = 12;
/** So few names find room beside each other as they are read. */
const UPRIGHT_MAX = 8;
/** Attention up to this is hardly any. */
const HARDLY = 0.3;

export interface TiesGraphProps {
  evidence: CaseEvidence;
  nameOf: (id: number) => string;
}

interface Node {
  id: number;
  /** In turns, from the top. */
  turn: number;
  x: number;
  y: number;
  inCase: boolean;
}

export function TiesGraph({ evidence, nameOf }: TiesGraphProps) {
  const nodes = nodesOf(evidence);
  const ties = evidence.pairs.filter(({ a, b, forth, back }) =>
    Boolean(nodes.get(a) && nodes.get(b) && (forth.tie || back.tie)),
  );
  const read = ties.filter(isRead);
  const unread = ties.filter((pair) => !isRead(pair));
  const title = `${plural(nodes.size, "account", "accounts")}, ${plural(unread.length, "unread tie", "unread ties")} and ${plural(read.length, "read one", "read ones")}.`;
  return (
    <figure class="ties-graph">
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={title}>
        {unread.map((pair) => (
          <Tie key={`${pair.a}-${pair.b}`} kind="unread" pair={pair} nodes={nodes} />
        ))}
        {read.map((pair) => (
          <Tie key={`${pair.a}-${pair.b}`} kind="read" pair={pair} nodes={nodes} />
        ))}
        {[...nodes.values()].map((node) => (
          <Dot
            key={node.id}
            node={node}
            name={nameOf(node.id)}
            isUpright={nodes.size <= UPRIGHT_MAX}
          />
        ))}
      </svg>
      <figcaption class="quiet small">
        Solid: followed and not read. Dotted: read. Filled dots are the accounts of this case.
      </figcaption>
    </figure>
  );
}

/** One of the two has read the other. */
function isRead({ forth, back }: PairEvidence): boolean {
  return forth.credit + back.credit > HARDLY;
}

/** One account stands in the middle of those around it; several stand on the circle together. */
function nodesOf({ members, accounts }: CaseEvidence): Map<number, Node> {
  const centre = accounts.length === 1 ? members[0] : undefined;
  const around = members.filter((member) => member !== centre);
  const nodes = new Map<number, Node>();
  if (centre)
    nodes.set(centre.id, { id: centre.id, turn: 0, x: SIZE / 2, y: SIZE / 2, inCase: true });
  for (const [place, { id, inCase }] of around.entries()) {
    const turn = place / around.length;
    const angle = 2 * Math.PI * turn;
    const [x, y] = [SIZE / 2 + RADIUS * Math.sin(angle), SIZE / 2 - RADIUS * Math.cos(angle)];
    nodes.set(id, { id, turn, x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10, inCase });
  }
  return nodes;
}

interface TieProps {
  kind: "read" | "unread";
  pair: PairEvidence;
  nodes: ReadonlyMap<number, Node>;
}

function Tie({ kind, pair, nodes }: TieProps) {
  const [from, to] = [nodes.get(pair.a), nodes.get(pair.b)];
  if (!from || !to) return null;
  return <line class={kind} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />;
}

interface DotProps {
  node: Node;
  name: string;
  isUpright: boolean;
}

function Dot({ node, name, isUpright }: DotProps) {
  const isCentre = node.x === SIZE / 2 && node.y === SIZE / 2;
  const label = name.length > LABEL_CHARS_MAX ? `${name.slice(0, LABEL_CHARS_MAX - 1)}…` : name;
  return (
    <>
      <circle
        class={node.inCase ? "node" : "node beside"}
        cx={node.x}
        cy={node.y}
        r={isCentre ? 6 : 4}
      />
      {isCentre ? (
        <text class="centre" x={node.x} y={node.y - 14} text-anchor="middle">
          {label}
        </text>
      ) : (
        <Label node={node} label={label} isUpright={isUpright} />
      )}
    </>
  );
}

/** Outward from the circle, and never upside down. */
function Label({ node, label, isUpright }: { node: Node; label: string; isUpright: boolean }) {
  if (isUpright) return <UprightLabel node={node} label={label} />;
  const isLeft = node.turn > 0.5;
  const degrees = Math.round(node.turn * 360 - (isLeft ? 270 : 90));
  return (
    <text
      x={isLeft ? -10 : 10}
      y="5"
      text-anchor={isLeft ? "end" : "start"}
      transform={`translate(${node.x} ${node.y}) rotate(${degrees})`}
    >
      {label}
    </text>
  );
}

/** Above the topmost, below the lowest, and beside the others. */
function UprightLabel({ node, label }: { node: Node; label: string }) {
  const [across, down] = [node.x - SIZE / 2, node.y - SIZE / 2];
  const isBeside = Math.abs(across) > RADIUS / 4;
  const side = isBeside ? Math.sign(across) * 12 : 0;
  const below = isBeside ? 5 : down < 0 ? -14 : 24;
  const anchor = isBeside ? (across < 0 ? "end" : "start") : "middle";
  return (
    <text x={node.x + side} y={node.y + below} text-anchor={anchor}>
      {label}
    </text>
  );
}
