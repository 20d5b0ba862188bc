/** Listens to the keys of the whole page. */

import { useEffect } from "preact/hooks";
import { actionFor } from "../model/actions";
import { useSurroundings } from "./context";
import { runAction } from "./run";

export function useKeys(): void {
  const { inbox, singleKeys } = useSurroundings();
  useEffect(() => {
    const pressed = (stroke: KeyboardEvent) => {
      if (stroke.defaultPrevented || stroke.isComposing) return;
      const typing = isField(stroke.target);
      if (stroke.key === "Escape" && typing) return (stroke.target as HTMLElement).blur();
      const covered = inbox.store.state.overlay !== null;
      const { editing } = inbox.store.state;
      const id = actionFor(stroke, { typing, covered, singleKeys, editing });
      if (!id) return;
      stroke.preventDefault();
      runAction(id, inbox);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [inbox, singleKeys]);
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select");
