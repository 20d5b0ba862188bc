/** What every part of the page may use: the inbox, its texts, its state. */

import { browserZone } from "@firstline/client/format";
import type { Language } from "@firstline/client/protocol";
import type { Texts } from "@firstline/client/texts";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Inbox } from "../desk/inbox";
import { useSelected } from "../desk/store";
import { seesEditing } from "../model/editing";
import type { State } from "../model/state";
import type { AgentCard } from "../model/wire";
import type { Words } from "../model/words";

export interface Surroundings {
  inbox: Inbox;
  texts: Texts;
  setLanguage: (language: Language) => void;
  singleKeys: boolean;
  setSingleKeys: (on: boolean) => void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error("shown outside of the inbox");
  return surroundings;
}

export const useInbox = (): Inbox => useSurroundings().inbox;
export const useTexts = (): Texts => useSurroundings().texts;

export const useInboxState = <Part>(select: (state: State) => Part): Part =>
  useSelected(useInbox().store, select);

export const useCard = (): AgentCard | null =>
  useInboxState((state) => state.open?.transcript.card ?? null);

/** Whether the editors' page is there for whoever is signed in. */
export const useEdits = (): boolean =>
  useInboxState(({ session }) => session.kind === "in" && seesEditing(session.agent));

export const useMe = (): string =>
  useInboxState((state) => (state.session.kind === "in" ? state.session.agent.id : ""));

export function useWords(): Words {
  const texts = useTexts();
  const colleagues = useInboxState((state) => state.colleagues);
  return { texts, colleagues, zone: browserZone() };
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Text for the ear alone. */
export const heard = "heard";
