import { useEffect, useState } from "preact/hooks";
import { goTo } from "../../desk/address";
import { now } from "../../desk/ticker";
import type { Notice } from "../../model/notices";
import { ago, noticeWords } from "../../model/words";
import { useInbox, useInboxState, useTexts, useWords } from "../context";
import { Dialog } from "./Dialog";

/** Warnings, missed promises, mentions; and how to be told of them while looking elsewhere. */
export function NoticesDialog() {
  const inbox = useInbox();
  const texts = useTexts();
  const all = useInboxState((state) => state.notices.all);
  useEffect(
    () => () => inbox.store.dispatch({ type: "notices", action: { type: "notices_read" } }),
    [inbox],
  );
  return (
    <Dialog title={texts.say("notice.title")}>
      {all.length === 0 ? (
        <div class="empty">
          <p>{texts.say("notice.none")}</p>
          <p class="muted">{texts.say("notice.none_next")}</p>
        </div>
      ) : (
        <ul class="notices">
          {all.map((notice) => (
            <li key={notice.id}>
              <NoticeLine notice={notice} />
            </li>
          ))}
        </ul>
      )}
      <AlertChoices />
    </Dialog>
  );
}

export function NoticeLine({ notice }: { notice: Notice }) {
  const inbox = useInbox();
  const words = useWords();
  const open = () => {
    inbox.show(null);
    goTo(notice.number);
  };
  return (
    <button
      class={`notice ${notice.kind} ${notice.read ? "" : "unread"}`}
      type="button"
      onClick={open}
    >
      <span>{noticeWords(notice, words)}</span>
      <span class="muted">{ago(Math.max(0, now() - notice.at), words.texts.tag)}</span>
    </button>
  );
}

function AlertChoices() {
  const { alerts } = useInbox();
  const texts = useTexts();
  const [settings, setSettings] = useState(alerts.settings);
  const [isDenied, setDenied] = useState(false);
  const set = async (change: Partial<typeof settings>) => {
    const held = await alerts.set(change);
    setSettings(held);
    setDenied(change.notifications === true && !held.notifications);
  };
  return (
    <fieldset class="alert-choices">
      <legend class="heard">{texts.say("notice.title")}</legend>
      {(["notifications", "sound"] as const).map((kind) => (
        <label key={kind} class="check">
          <input
            type="checkbox"
            checked={settings[kind]}
            onChange={({ currentTarget }) => void set({ [kind]: currentTarget.checked })}
          />
          {texts.say(kind === "sound" ? "notice.sound" : "notice.browser")}
        </label>
      ))}
      <p class="form-error" role="status">
        {isDenied && texts.say("notice.browser_denied")}
      </p>
    </fieldset>
  );
}
