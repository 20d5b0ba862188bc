import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useInbox, useTexts } from "../context";

interface Props {
  title: string;
  kind?: string;
  children: ComponentChildren;
}

/** The browser's own modal dialog: it keeps the focus, Escape closes it, the focus goes back. */
export function Dialog({ title, kind = "", children }: Props) {
  const inbox = useInbox();
  const texts = useTexts();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = box;
    const before = document.activeElement;
    current?.showModal();
    return () => {
      current?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const close = () => inbox.show(null);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key for what the click does
    <dialog
      ref={box}
      class={`dialog ${kind}`}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => event.target === box.current && close()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <button
            class="button quiet"
            type="button"
            aria-label={texts.say("dialog.close")}
            onClick={close}
          >
            ×
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
