/** How a draft is sent: by the buttons, or by the keys while writing. */

import type { Mark } from "@firstline/client/protocol";
import type { Draft } from "../model/drafts";
import { useInbox } from "./context";

export interface Send {
  reply: (mark: Mark) => void;
  note: () => void;
  /** True where the stroke was one that sends. Enter alone makes a new line. */
  pressed: (stroke: KeyboardEvent) => boolean;
}

export function useSend(conversation: string, draft: Draft, firstResponseRuns: boolean): Send {
  const { replies } = useInbox().desk;
  const reply = (mark: Mark) => replies.reply(conversation, mark);
  const note = () => replies.note(conversation);
  const pressed = (stroke: KeyboardEvent) => {
    const sends = stroke.key === "Enter" && (stroke.ctrlKey || stroke.metaKey);
    if (!sends || stroke.isComposing) return false;
    stroke.preventDefault();
    if (draft.mode === "note") note();
    else if (!firstResponseRuns) reply("plain");
    else reply(stroke.shiftKey ? "acknowledged" : "investigated");
    return true;
  };
  return { reply, note, pressed };
}
