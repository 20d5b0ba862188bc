import type { WireError } from "@firstline/client/protocol";
import { useEffect } from "preact/hooks";
import { Composer } from "./Composer";
import { type Chat, ChatContext, errorText, useChat, useSession, useTexts } from "./context";
import { Header } from "./Header";
import { PromiseBar } from "./PromiseBar";
import { Transcript } from "./Transcript";

/** The whole chat. */
export function App(parts: Omit<Chat, "state">) {
  const state = useSession(parts.session);
  const { host } = parts;
  useEffect(() => {
    document.documentElement.lang = state.texts.tag;
    document.title = state.texts.say("header.title");
  }, [state.texts]);
  useEscape(() => host.close());
  return (
    <ChatContext.Provider value={{ ...parts, state }}>
      <div class="chat">
        <Header />
        <main>
          <Strip />
          {state.shut ? <Shut /> : <Transcript />}
        </main>
        {!state.shut && <Composer />}
        <PromiseBar />
      </div>
    </ChatContext.Provider>
  );
}

function useEscape(leave: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) leave();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
}

/** How the connection is, and what was refused: over the transcript, so that nothing moves. */
function Strip() {
  const { state, session } = useChat();
  const { texts, link, problem, shut } = state;
  const { say } = texts;
  const words = link.kind === "offline" || link.kind === "renewing" ? say(`link.${link.kind}`) : "";
  return (
    <div class="strips">
      <p class="strip due" role="status" hidden={!words}>
        {words}
      </p>
      {link.kind === "refused" && !shut && (
        <Trouble error={link.error} act={say("shut.again")} press={() => session.signIn()} />
      )}
      {problem && (
        <Trouble error={problem} act={say("link.understood")} press={() => session.understood()} />
      )}
    </div>
  );
}

function Trouble(parts: { error: WireError; act: string; press: () => void }) {
  return (
    <p class="strip missed" role="alert">
      <span>{errorText(useTexts(), parts.error)}</span>
      <button type="button" class="link" onClick={parts.press}>
        {parts.act}
      </button>
    </p>
  );
}

/** The desk will not open a chat: why, and what to do instead (R01). */
function Shut() {
  const texts = useTexts();
  const { state, session } = useChat();
  const error = state.shut;
  if (!error) return null;
  const mail = typeof error.mail === "string" ? error.mail : null;
  const form = typeof error.form === "string" ? error.form : null;
  return (
    <div class="shut">
      <p role="alert">{errorText(texts, error)}</p>
      {mail && <a href={`mailto:${mail}`}>{texts.say("shut.mail", { mail })}</a>}
      {form && (
        <a href={form} target="_blank" rel="noopener noreferrer">
          {texts.say("shut.form")}
        </a>
      )}
      <button type="button" class="plain" onClick={() => session.signIn()}>
        {texts.say("shut.again")}
      </button>
    </div>
  );
}
