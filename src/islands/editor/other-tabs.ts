/** The same story open in other tabs of this browser: they are told of each other, and of each save. */

type Message = { is: "opened" | "here" } | { is: "saved"; version: number };

export interface Heard {
  /** Another tab has this story open. */
  another: () => void;
  saved: (version: number) => void;
}

/** Returns what tells the other tabs of a save of this one. */
export function listenToTabs(key: string, heard: Heard): (version: number) => void {
  const channel = new BroadcastChannel(`earnest-story:${key}`);
  const tell = (message: Message): void => channel.postMessage(message);
  channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.is === "saved") return heard.saved(data.version);
    if (data.is === "opened") tell({ is: "here" });
    heard.another();
  });
  tell({ is: "opened" });
  return (version) => tell({ is: "saved", version });
}
