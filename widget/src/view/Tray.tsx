import { fileSize } from "@firstline/client/format";
import { useRef } from "preact/hooks";
import { readable } from "../app/upload";
import type { Attachment, Attachments } from "./attachments";
import { errorText, useChat, useTexts } from "./context";
import { Icon } from "./Icon";

/** Opens the browser's choice of files. */
export function AttachButton({ add, words = false }: { add: Attachments["add"]; words?: boolean }) {
  const { state } = useChat();
  const { say } = state.texts;
  const input = useRef<HTMLInputElement>(null);
  const chosen = () => {
    add(input.current?.files ?? []);
    if (input.current) input.current.value = "";
  };
  return (
    <>
      <button
        type="button"
        class={words ? "plain" : "square"}
        aria-label={words ? undefined : say("composer.attach")}
        disabled={!state.conversation}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
        {words && say("composer.attach")}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label={say("composer.attach")}
        onChange={chosen}
      />
    </>
  );
}

/** The files that wait to be sent, each with its state, and a warning where nobody can look inside. */
export function Tray({ attachments }: { attachments: Attachments }) {
  const { say } = useTexts();
  const { items, remove } = attachments;
  if (items.length === 0) return null;
  const unread = items.some(({ file, state }) => state.kind !== "refused" && !readable(file));
  return (
    <div class="tray">
      <ul aria-label={say("file.list")}>
        {items.map((item) => (
          <Item key={item.key} item={item} remove={() => remove(item.key)} />
        ))}
      </ul>
      {unread && (
        <p class="warning" role="status">
          <Icon name="warning" />
          {say("file.warning")}
        </p>
      )}
    </div>
  );
}

function Item({ item, remove }: { item: Attachment; remove: () => void }) {
  const { file, state } = item;
  const texts = useTexts();
  return (
    <li class={`attachment ${state.kind}`}>
      <Icon name="file" />
      <span class="name">{file.name}</span>
      <About item={item} />
      <button
        type="button"
        class="square"
        aria-label={texts.say("file.remove", { name: file.name })}
        onClick={remove}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

function About({ item: { file, state } }: { item: Attachment }) {
  const texts = useTexts();
  const limits = useChat().state.conversation?.limits;
  const { say, tag } = texts;
  switch (state.kind) {
    case "ready":
      return <span class="about">{fileSize(file.size, tag)}</span>;
    case "uploading":
      return (
        <progress
          class="about"
          value={state.share}
          aria-label={say("file.uploading", { name: file.name })}
        />
      );
    case "stored":
      return <span class="about">{say("file.stored")}</span>;
    case "failed":
      return (
        <span class="about" role="alert">
          {errorText(texts, state.error)} {say("file.failed")}
        </span>
      );
    case "refused": {
      const limit = fileSize(limits?.file ?? 0, tag);
      return (
        <span class="about" role="alert">
          {say(`error.${state.code}`, { size: fileSize(file.size, tag), limit })}
        </span>
      );
    }
  }
}
