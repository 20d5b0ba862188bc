import { useEffect, useRef, useState } from "preact/hooks";
import { useChat } from "./context";
import { Icon } from "./Icon";
import { Menu } from "./Menu";

export function Header() {
  const { state, host } = useChat();
  const { say } = state.texts;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const fold = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <header>
      <h1>{say("header.title")}</h1>
      <PublicNumber />
      <button
        ref={button}
        type="button"
        class="square"
        aria-label={say("menu.label")}
        aria-expanded={open}
        aria-controls="menu"
        disabled={!state.conversation}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {host.embedded && (
        <button
          type="button"
          class="square"
          aria-label={say("header.close")}
          onClick={() => host.close()}
        >
          <Icon name="close" />
        </button>
      )}
      {open && <Menu fold={fold} />}
    </header>
  );
}

/** The conversation's number, at once and always in sight (R20); a tap copies it. */
function PublicNumber() {
  const { state } = useChat();
  const { say } = state.texts;
  const number = state.conversation?.number;
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    const timer = copied ? setTimeout(() => setCopied(false), 2000) : undefined;
    return () => clearTimeout(timer);
  }, [copied]);
  if (!number) return <span class="number waiting" />;
  const copy = () => void navigator.clipboard?.writeText(number).then(() => setCopied(true));
  return (
    <button
      type="button"
      class="number"
      aria-label={say("header.copy", { number })}
      title={say("header.copy", { number })}
      onClick={copy}
    >
      <span aria-live="polite">{copied ? say("header.copied") : number}</span>
    </button>
  );
}
