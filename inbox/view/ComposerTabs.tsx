import { useRef } from "preact/hooks";
import type { Draft, Mode } from "../model/drafts";
import { useInbox, useTexts } from "./context";
import { runAction } from "./run";

interface Props {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  attach: (files: Iterable<File>) => void;
  disabled: boolean;
}

const MODES: readonly [Mode, string][] = [
  ["reply", "R"],
  ["note", "I"],
];

/** Reply or note, canned replies, files. */
export function ComposerTabs({ draft, change, attach, disabled }: Props) {
  const inbox = useInbox();
  const texts = useTexts();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div class="composer-tabs">
      {MODES.map(([mode, key]) => (
        <button
          key={mode}
          class="tab small"
          type="button"
          aria-pressed={draft.mode === mode}
          onClick={() => change({ mode })}
        >
          {texts.say(`compose.${mode}`)} <kbd>{key}</kbd>
        </button>
      ))}
      <span class="space" />
      {draft.mode === "reply" && !disabled && (
        <>
          <button
            class="button quiet small"
            type="button"
            onClick={() => runAction("canned", inbox)}
          >
            {texts.say("compose.canned")} <kbd>;</kbd>
          </button>
          <button class="button quiet small" type="button" onClick={() => picker.current?.click()}>
            {texts.say("compose.attach")}
          </button>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={({ currentTarget }) => {
              attach(currentTarget.files ?? []);
              currentTarget.value = "";
            }}
          />
        </>
      )}
    </div>
  );
}
