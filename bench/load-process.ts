/**
 * A process that asks a server on this machine as fast as it answers, over kept connections.
 *
 * It writes bytes made beforehand and reads of an answer no more than its status and its length, so it
 * costs less than half of the server it measures. A general load generator in JavaScript costs more
 * than a bare server, and would measure itself.
 */
import { connect, type Socket } from "node:net";
import type { Asked, Order, Taken } from "./load.ts";

const HEAD_END = "\r\n\r\n";
const HEAD_BYTES_MAX = 4096;

process.once("message", (order: Order) => {
  void fire(order).then((taken) => process.send?.(taken));
});

async function fire(order: Order): Promise<Taken> {
  const { port, connections, warmUpSeconds, seconds, asked } = order;
  const begun = performance.now() + warmUpSeconds * 1000;
  const end = begun + seconds * 1000;
  const questions = asked.map((one, place) => ({ ...one, round: order.rounds?.[place] ?? 0 }));
  const asking = Array.from({ length: connections }, (_, index) => {
    const own = questions.filter((_, place) => place % connections === index % asked.length);
    return new Asker(connect({ port, host: "127.0.0.1", noDelay: true }), own, begun).until(end);
  });
  const askers = await Promise.all(asking);
  const latencies = askers.flatMap((asker) => asker.latencies).sort((a, b) => a - b);
  const at = (part: number) => latencies[Math.floor(part * (latencies.length - 1))] ?? Number.NaN;
  return {
    perSecond: latencies.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    refused: askers.reduce((sum, asker) => sum + asker.refused, 0),
    answered: askers.reduce((sum, asker) => sum + asker.answered, 0),
    bytes: askers[0]?.bytes ?? 0,
    rounds: questions.map(({ round }) => round),
  };
}

interface Question extends Asked {
  round: number;
}

/** One connection, one question after another. */
class Asker {
  /** Milliseconds of the answers that came after the warm-up. */
  readonly latencies: number[] = [];
  refused = 0;
  answered = 0;
  /** Of the last answer, head and body. */
  bytes = 0;
  readonly #socket: Socket;
  readonly #asked: readonly Question[];
  readonly #begun: number;
  #end = 0;
  #turn = 0;
  #askedAt = 0;
  /** Bytes of the answer that have not come yet; -1 while its head has not. */
  #missing = -1;
  #head = "";

  constructor(socket: Socket, asked: readonly Question[], begun: number) {
    this.#socket = socket;
    this.#asked = asked;
    this.#begun = begun;
  }

  until(end: number): Promise<this> {
    this.#end = end;
    return new Promise((resolve, reject) => {
      this.#socket.on("error", reject);
      this.#socket.on("connect", () => this.#ask());
      this.#socket.on("data", (chunk) => this.#read(chunk));
      this.#socket.on("close", () => resolve(this));
    });
  }

  #ask(): void {
    const question = this.#asked[this.#turn % this.#asked.length]!;
    const { head, body } = question;
    question.round += 1;
    this.#turn += 1;
    this.#missing = -1;
    this.#askedAt = performance.now();
    if (body === undefined) {
      this.#socket.write(`${head}\r\n`, "latin1");
    } else {
      const said = body.replace("{round}", String(question.round));
      this.#socket.write(`${head}content-length: ${said.length}\r\n\r\n${said}`, "latin1");
    }
  }

  #read(chunk: Buffer): void {
    if (this.#missing < 0) {
      this.#head += chunk.toString("latin1", 0, HEAD_BYTES_MAX);
      const end = this.#head.indexOf(HEAD_END);
      if (end < 0) return;
      if (!/^HTTP\/1.1 [23]/.test(this.#head)) this.refused += 1;
      const length = /\ncontent-length: (\d+)/i.exec(this.#head)?.[1];
      const before = this.#head.length - Math.min(chunk.length, HEAD_BYTES_MAX);
      this.bytes = end + HEAD_END.length + Number(length ?? 0);
      this.#missing = this.bytes - before;
      this.#head = "";
    }
    this.#missing -= chunk.length;
    if (this.#missing <= 0) this.#take();
  }

  #take(): void {
    const now = performance.now();
    this.answered += 1;
    if (this.#askedAt >= this.#begun && now <= this.#end) this.latencies.push(now - this.#askedAt);
    if (now < this.#end) this.#ask();
    else this.#socket.destroy();
  }
}
