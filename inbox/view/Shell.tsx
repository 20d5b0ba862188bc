import { useEffect } from "preact/hooks";
import { EDITING, numberIn } from "../desk/address";
import { seesEditing } from "../model/editing";
import type { Agent } from "../model/wire";
import { Alarms } from "./Alarms";
import { ContextCard } from "./ContextCard";
import { Conversation } from "./Conversation";
import { useInbox, useInboxState, useTexts } from "./context";
import { EditingPage } from "./editing/EditingPage";
import { Failure } from "./Failure";
import { useKeys } from "./keys";
import { ListPane } from "./ListPane";
import { Overlays } from "./Overlays";
import { Toasts } from "./Toasts";
import { TopBar } from "./TopBar";

/** Three columns side by side; in a narrow window three screens with a way back. */
export function Shell({ agent }: { agent: Agent }) {
  const texts = useTexts();
  const screen = useInboxState((state) => state.screen);
  const isOpen = useInboxState((state) => state.open !== null);
  const editing = useInboxState((state) => state.editing) && seesEditing(agent);
  useAddress();
  useKeys();
  useTitle();
  return (
    <div class="shell" data-screen={screen}>
      <button class="button skip" type="button" onClick={focusConversation}>
        {texts.say("bar.skip")}
      </button>
      <TopBar agent={agent} />
      <Failure />
      <Alarms />
      {editing ? (
        <EditingPage agent={agent} />
      ) : (
        <div class="columns">
          <ListPane />
          <main id="conversation" class="pane conversation-pane" tabIndex={-1}>
            {isOpen ? <Conversation /> : <NothingOpen />}
          </main>
          <ContextCard />
        </div>
      )}
      <Toasts />
      <Overlays />
    </div>
  );
}

function NothingOpen() {
  const texts = useTexts();
  return (
    <div class="empty">
      <p>{texts.say("empty.open")}</p>
      <p class="muted">{texts.say("empty.open_next")}</p>
    </div>
  );
}

// No link: the address holds the open conversation's number.
function focusConversation(): void {
  document.getElementById("conversation")?.focus();
}

/** The address says which conversation is open; the browser's own back leads to the list. */
function useAddress(): void {
  const inbox = useInbox();
  useEffect(() => {
    const follow = () => {
      const editing = location.hash === EDITING;
      inbox.store.dispatch({ type: "editing_set", editing });
      if (editing) return;
      const number = numberIn(location.hash);
      if (number) void inbox.openNumber(number);
      else inbox.desk.opened.close();
    };
    if (location.hash === EDITING) follow();
    window.addEventListener("hashchange", follow);
    const end = inbox.desk.connection.onWake(() => {
      if (!inbox.store.state.open && numberIn(location.hash)) follow();
    });
    return () => {
      window.removeEventListener("hashchange", follow);
      end();
    };
  }, [inbox]);
}

function useTitle(): void {
  const texts = useTexts();
  const waiting = useInboxState((state) => state.lists.counts.queue ?? 0);
  useEffect(() => {
    document.title = `${waiting ? `(${waiting}) ` : ""}${texts.say("title")} · ${texts.say("product")}`;
  }, [waiting, texts]);
}
