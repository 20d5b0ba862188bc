import { browserZone } from "@firstline/client/format";
import type { Language } from "@firstline/client/protocol";
import { languageTag } from "@firstline/client/texts";
import { useEffect, useRef, useState } from "preact/hooks";
import { transcriptText } from "../app/download";
import type { State } from "../app/state";
import { useChat } from "./context";
import { offer } from "./saveFile";

export function Menu({ fold }: { fold: () => void }) {
  const { state, session } = useChat();
  const { say } = state.texts;
  const [closing, setClosing] = useState(false);
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("select, button")?.focus(), []);
  useOutside(box, fold);
  const phase = state.transcript.card?.phase ?? "reserved";
  const act = (action: () => void) => () => {
    action();
    fold();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    fold();
  };
  return (
    <nav id="menu" ref={box} class="menu" aria-label={say("menu.label")} onKeyDown={pressed}>
      <LanguageChoice />
      {canAskForPerson(phase) && (
        <button type="button" onClick={act(() => session.askForPerson())}>
          {say("person.ask")}
        </button>
      )}
      <button type="button" onClick={act(() => download(state, browserZone()))}>
        {say("menu.download")}
      </button>
      {phase === "closed" ? (
        <button type="button" onClick={act(() => void session.switchTo(null))}>
          {say("menu.fresh")}
        </button>
      ) : (
        phase !== "reserved" &&
        !closing && (
          <button type="button" onClick={() => setClosing(true)}>
            {say("menu.close")}
          </button>
        )
      )}
      {closing && (
        <fieldset class="confirm">
          <legend>{say("menu.close_sure")}</legend>
          <button
            type="button"
            class="plain"
            onClick={act(() => void session.order("close_conversation"))}
          >
            {say("menu.close_yes")}
          </button>
          <button type="button" class="plain" onClick={fold}>
            {say("menu.close_no")}
          </button>
        </fieldset>
      )}
    </nav>
  );
}

export const canAskForPerson = (phase: string): boolean =>
  phase === "reserved" || phase === "intake" || phase === "incident";

function LanguageChoice() {
  const { state, session, languages } = useChat();
  return (
    <label class="language">
      <span>{state.texts.say("menu.language")}</span>
      <select
        value={state.texts.language}
        onChange={(event) => void session.changeLanguage(event.currentTarget.value as Language)}
      >
        {languages.map((language) => (
          <option key={language} value={language} lang={languageTag(language)}>
            {ownName(languageTag(language))}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A language's name in that language, as whoever looks for it would. */
function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

function useOutside(box: { current: HTMLElement | null }, leave: () => void): void {
  useEffect(() => {
    const pressed = (event: Event) => {
      const header = box.current?.parentElement;
      if (header && !header.contains(event.target as Node)) leave();
    };
    document.addEventListener("pointerdown", pressed);
    return () => document.removeEventListener("pointerdown", pressed);
  });
}

function download(state: State, zone: string): void {
  const name = `${state.conversation?.number ?? "chat"}.txt`;
  offer(new Blob([transcriptText(state, zone)], { type: "text/plain;charset=utf-8" }), name);
}
