import { keyName } from "../model/actions";
import { seesEditing } from "../model/editing";
import { unreadCount } from "../model/notices";
import type { Agent } from "../model/wire";
import { isMac, useInbox, useInboxState, useTexts } from "./context";
import { LanguageSelect } from "./LanguageSelect";
import { runAction } from "./run";
import { SearchField } from "./SearchField";

export function TopBar({ agent }: { agent: Agent }) {
  const inbox = useInbox();
  const texts = useTexts();
  return (
    <header class="bar">
      <span class="wordmark">{texts.say("product")}</span>
      <search>
        <SearchField />
      </search>
      <span class="space" />
      <ShiftSwitch on={agent.on_shift} />
      <NoticesButton />
      <button class="button quiet" type="button" onClick={() => inbox.show({ kind: "palette" })}>
        {texts.say("bar.commands")} <kbd>{keyName("mod+k", isMac)}</kbd>
      </button>
      <AccountMenu agent={agent} />
    </header>
  );
}

/** Language, keys, the way out. */
function AccountMenu({ agent }: { agent: Agent }) {
  const inbox = useInbox();
  const texts = useTexts();
  return (
    <details class="menu">
      <summary class="button quiet" aria-label={texts.say("bar.account", { name: agent.name })}>
        <span class="me">{agent.name}</span> <span aria-hidden="true">▾</span>
      </summary>
      <div class="menu-body">
        <LanguageSelect label={texts.say("bar.language")} />
        {seesEditing(agent) && (
          <button class="button" type="button" onClick={() => runAction("editing", inbox)}>
            {texts.say("action.editing")} <kbd>D</kbd>
          </button>
        )}
        <button class="button" type="button" onClick={() => inbox.show({ kind: "help" })}>
          {texts.say("bar.help")} <kbd>?</kbd>
        </button>
        <button class="button" type="button" onClick={() => void inbox.signOut()}>
          {texts.say("bar.signout")}
        </button>
      </div>
    </details>
  );
}

function ShiftSwitch({ on }: { on: boolean }) {
  const inbox = useInbox();
  const texts = useTexts();
  const isOnline = useInboxState((state) => state.link.kind === "online");
  return (
    <button
      class="switch"
      type="button"
      role="switch"
      aria-checked={on}
      disabled={!isOnline}
      onClick={() => void inbox.setShift(!on)}
    >
      <span class="switch-track" aria-hidden="true" />
      {texts.say(on ? "bar.shift_on" : "bar.shift_off")}
    </button>
  );
}

function NoticesButton() {
  const inbox = useInbox();
  const texts = useTexts();
  const count = useInboxState((state) => unreadCount(state.notices));
  const label = count ? texts.say("bar.notices_new", { count }) : texts.say("bar.notices");
  return (
    <button
      class="button quiet"
      type="button"
      aria-label={label}
      onClick={() => inbox.show({ kind: "notices" })}
    >
      {texts.say("bar.notices")}
      {count > 0 && <span class="badge">{count}</span>}
    </button>
  );
}
