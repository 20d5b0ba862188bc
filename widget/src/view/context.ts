import type { WireError } from "@firstline/client/protocol";
import type { Texts } from "@firstline/client/texts";
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Host } from "../app/host";
import type { Session } from "../app/session";
import type { State } from "../app/state";

export interface Chat {
  session: Session;
  state: State;
  host: Host;
  languages: readonly string[];
}

export const ChatContext = createContext<Chat | null>(null);

export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error("used outside of the chat");
  return chat;
}

export const useTexts = (): Texts => useChat().state.texts;

export function useSession(session: Session): State {
  const [state, setState] = useState(session.state);
  useEffect(() => session.subscribe(() => setState(session.state)), [session]);
  return state;
}

/** The present moment, anew every `every` milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** The desk's own words for what went wrong, else ours. */
export function errorText(texts: Texts, error: WireError): string {
  if (error.text) return error.text;
  return texts.has(`error.${error.code}`)
    ? texts.say(`error.${error.code}`)
    : texts.say("error.other");
}
