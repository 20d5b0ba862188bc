import { useState } from "preact/hooks";
import { upload } from "../desk/http";
import { type Draft, draftOf } from "../model/drafts";
import { useInbox, useTexts } from "./context";
import { errorText } from "./ErrorLine";

export interface Upload {
  key: number;
  name: string;
  share: number;
}

let keys = 0;

/** Files are stored as soon as they are chosen; the reply only names them. */
export function useAttachments(conversation: string) {
  const inbox = useInbox();
  const texts = useTexts();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);

  const addOne = async (file: File) => {
    const key = ++keys;
    const moved = (share: number) =>
      setUploads((all) => all.map((one) => (one.key === key ? { ...one, share } : one)));
    setUploads((all) => [...all, { key, name: file.name, share: 0 }]);
    const done = await upload(conversation, file, moved);
    setUploads((all) => all.filter((one) => one.key !== key));
    if (!done.ok) return inbox.fail(notAttached(file, done.error));
    const { files } = draftOf(inbox.store.state.drafts, conversation);
    const change = { files: [...files, done.file] };
    const action = { type: "draft_changed", conversation, change } as const;
    inbox.store.dispatch({ type: "drafts", action });
  };

  const notAttached = (file: File, error: Parameters<typeof errorText>[0]) => {
    const text = errorText(error, texts);
    return { ...error, text: texts.say("compose.upload_failed", { name: file.name, text }) };
  };

  const add = (files: Iterable<File>) => {
    for (const file of files) void addOne(file);
  };

  const pasted = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    add(files);
  };

  return { uploads, add, pasted };
}

interface Props {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  uploads: readonly Upload[];
}

export function Attachments({ draft, change, uploads }: Props) {
  const texts = useTexts();
  const percent = new Intl.NumberFormat(texts.tag, { style: "percent" });
  if (draft.mode === "note" || (draft.files.length === 0 && uploads.length === 0)) return null;
  return (
    <ul class="attachments">
      {draft.files.map((file) => (
        <li key={file.id} class="attachment">
          {file.name}{" "}
          {!file.checked && <span class="unchecked">{texts.say("line.unchecked")}</span>}
          <button
            class="button quiet small"
            type="button"
            aria-label={texts.say("compose.remove_file", { name: file.name })}
            onClick={() => change({ files: draft.files.filter(({ id }) => id !== file.id) })}
          >
            ×
          </button>
        </li>
      ))}
      {uploads.map(({ key, name, share }) => (
        <li key={key} class="attachment" role="status">
          {texts.say("compose.attaching", { name, share: percent.format(share) })}
        </li>
      ))}
    </ul>
  );
}
