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
  const { say } = state.texts;
  const { link, problem } = state;
  const words = link.kind === "offline" || link.kind === "renewing" ? say(`link.${link.kind}`) : "";
  return (
    <div class="strips">
      <p class="strip due" role="status" hidden={!words}>
        {words}
      </p>
      {problem && (
        <p class="strip missed" role="alert">
          <span>{errorText(state.texts, problem)}</span>
          <button type="button" class="link" onClick={() => session.understood()}>
            {say("link.understood")}
          </button>
        </p>
      )}
    </div>
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
