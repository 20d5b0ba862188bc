import { useMemo } from "preact/hooks";
import { masked } from "../desk/masked";
import { keyName } from "../model/actions";
import { type Draft, draftText } from "../model/drafts";
import { openPlaceholders } from "../model/suggest";
import type { AgentCard } from "../model/wire";
import { isMac, useTexts } from "./context";
import type { Send } from "./send";

interface Props {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  send: Send;
  card: AgentCard;
}

/** While the first response is open there are two ways to send and none of them is the default (R08). */
export function SendButtons({ draft, change, send, card }: Props) {
  const texts = useTexts();
  return (
    <div class="send">
      <SendHint draft={draft} firstResponseRuns={card.first_response_running} />
      <div class="send-line">
        {draft.mode === "reply" && (
          <label class="check">
            <input
              type="checkbox"
              checked={draft.wait}
              onChange={({ currentTarget }) => change({ wait: currentTarget.checked })}
            />
            {texts.say("compose.wait")} <kbd>W</kbd>
          </label>
        )}
        <div class="send-buttons">
          {draft.mode === "note" && (
            <SendButton label="add_note" keys="mod+enter" strong press={send.note} />
          )}
          {draft.mode === "reply" && card.first_response_running && (
            <>
              <SendButton
                label="acknowledged"
                keys="mod+shift+enter"
                press={() => send.reply("acknowledged")}
              />
              <SendButton
                label="investigated"
                keys="mod+enter"
                press={() => send.reply("investigated")}
              />
            </>
          )}
          {draft.mode === "reply" && !card.first_response_running && (
            <SendButton label="plain" keys="mod+enter" strong press={() => send.reply("plain")} />
          )}
        </div>
      </div>
    </div>
  );
}

/** What its writer should know before sending: what will be hidden, what is still open, what is asked. */
function SendHint({ draft, firstResponseRuns }: { draft: Draft; firstResponseRuns: boolean }) {
  const texts = useTexts();
  const text = draftText(draft);
  const hidden = useMemo(() => masked(text).secrets.map(({ shown }) => shown), [text]);
  const open = draft.mode === "reply" ? openPlaceholders(text) : [];
  const hints = [
    hidden.length > 0 && texts.say("compose.masked", { shown: hidden.join(", ") }),
    open.length > 0 && texts.say("compose.open_placeholders", { names: open.join(", ") }),
    firstResponseRuns && draft.mode === "reply" && texts.say("compose.which"),
  ];
  return <p class="send-hint muted">{hints.filter(Boolean).join(" ")}</p>;
}

interface ButtonProps {
  label: string;
  keys: string;
  strong?: boolean;
  press: () => void;
}

function SendButton({ label, keys, strong = false, press }: ButtonProps) {
  const texts = useTexts();
  return (
    <button class={`button ${strong ? "strong" : "even"}`} type="button" onClick={press}>
      {texts.say(`compose.${label}`)} <kbd>{keyName(keys, isMac)}</kbd>
    </button>
  );
}
