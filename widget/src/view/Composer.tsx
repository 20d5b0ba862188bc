import { fileSize } from "@firstline/client/format";
import { mask } from "@firstline/client/masking";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { keepDraft, keptDraft } from "../app/kept";
import { type Attachments, useAttachments } from "./attachments";
import { useChat } from "./context";
import { Icon } from "./Icon";
import { AttachButton, Tray } from "./Tray";

export function Composer() {
  const { state, session } = useChat();
  const reading = state.conversation?.readOnly;
  if (!reading && state.transcript.card?.phase !== "closed") return <Open />;
  return (
    <section class="composer ended" aria-label={state.texts.say("bar.closed")}>
      <p>{state.texts.say(reading ? "closed.colleague" : "closed.text")}</p>
      <button type="button" class="primary" onClick={() => void session.switchTo(null)}>
        {state.texts.say("menu.fresh")}
      </button>
    </section>
  );
}

function Open() {
  const { state, session, host } = useChat();
  const { say } = state.texts;
  const [text, setText] = useDraft();
  const files = useAttachments();
  const field = useRef<HTMLTextAreaElement>(null);
  const long = state.conversation?.limits.text ?? 100_000;
  const refused = files.items.some((item) => item.state.kind === "refused");
  const empty = !text.trim() && files.items.length === 0;
  const blocked = !state.conversation || empty || refused || files.busy || text.length > long;
  useFocus(field, state.opened);
  useFit(field, text);
  const send = async () => {
    if (blocked) return;
    const stored = await files.send();
    if (!stored) return;
    session.post(text.trim(), stored);
    session.typing(false);
    setText("");
    files.clear();
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isTouch()) return;
    event.preventDefault();
    void send();
  };
  const typed = (value: string) => {
    setText(value);
    session.typing(value.length > 0);
  };
  return (
    <form
      class="composer"
      aria-label={say("composer.placeholder")}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      {...dropping(files)}
    >
      <Tray attachments={files} />
      <div class="row">
        <AttachButton add={files.add} />
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          readOnly={files.busy}
          placeholder={say("composer.placeholder")}
          aria-label={say("composer.placeholder")}
          aria-describedby="hint"
          enterkeyhint={host.embedded && isTouch() ? "enter" : "send"}
          onInput={(event) => typed(event.currentTarget.value)}
          onBlur={() => session.typing(false)}
          onKeyDown={keys}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files;
            if (pasted?.length) files.add(named(pasted));
          }}
        />
        <button
          type="submit"
          class="square send"
          aria-label={say("composer.send")}
          disabled={blocked}
        >
          <Icon name="send" />
        </button>
      </div>
      <Hint text={text} long={long} />
    </form>
  );
}

/** Limits, said before they are met; what will be hidden, said before it is sent. */
function Hint({ text, long }: { text: string; long: number }) {
  const { state } = useChat();
  const { say, tag } = state.texts;
  const notices = useMemo(() => mask(text).notices, [text]);
  const over = text.length - long;
  const whole = state.conversation?.limits.message ?? 8000;
  const limit = fileSize(state.conversation?.limits.file ?? 26_214_400, tag);
  const words =
    over > 0
      ? say("composer.too_long", { count: over })
      : notices.length > 0
        ? say("composer.will_hide", {
            shown: notices.map(({ shown }) => shown || "•••").join(", "),
          })
        : say(text.length > whole ? "composer.as_file" : "composer.limits", { limit });
  return (
    <p
      id="hint"
      class={over > 0 ? "hint missed" : "hint"}
      aria-live={over > 0 || notices.length ? "polite" : "off"}
    >
      {notices.length > 0 && over <= 0 && <Icon name="lock" />}
      {words}
    </p>
  );
}

/** What is written survives a reload. */
function useDraft(): [string, (text: string) => void] {
  const { host } = useChat();
  const [text, setText] = useState(() => keptDraft(host));
  useEffect(() => {
    // A draft may hold a secret: it is kept as it would be sent.
    const timer = setTimeout(() => keepDraft(host, mask(text).text), 400);
    return () => clearTimeout(timer);
  }, [host, text]);
  return [text, setText];
}

/** The field takes the focus when the chat is opened, but not where that would raise a keyboard. */
function useFocus(field: { current: HTMLElement | null }, opened: boolean): void {
  useEffect(() => {
    if (opened && !isTouch()) field.current?.focus();
  }, [field, opened]);
}

/** The field grows with its text, up to what the styles allow. */
function useFit(field: { current: HTMLElement | null }, text: string): void {
  useEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }, [field, text]);
}

const isTouch = (): boolean => matchMedia("(pointer: coarse)").matches;

function dropping({ add }: Attachments) {
  return {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      add(event.dataTransfer?.files ?? []);
    },
  };
}

/** A pasted picture has no name of its own that would tell two apart. */
function named(files: FileList): File[] {
  const at = new Date().toISOString().slice(11, 19).replaceAll(":", "-");
  return [...files].map((file) =>
    /^image\.\w+$/.test(file.name)
      ? new File([file], file.name.replace(/^image/, `screenshot-${at}`), { type: file.type })
      : file,
  );
}
