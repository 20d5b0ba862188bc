import { fileSize } from "@firstline/client/format";
import type { StoredFile } from "@firstline/client/protocol";
import { fileUrl } from "../desk/http";
import { useInbox, useInboxState, useTexts } from "./context";

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Attached files; pictures with a preview, and a word on what nothing could look into (R27). */
export function Files({ files }: { files: readonly StoredFile[] | undefined }) {
  if (!files?.length) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>
          <FileItem file={file} />
        </li>
      ))}
    </ul>
  );
}

function FileItem({ file }: { file: StoredFile }) {
  const texts = useTexts();
  const conversation = useInboxState((state) => state.open?.conversation ?? "");
  const url = fileUrl(file, conversation);
  return (
    <>
      {PICTURES.has(file.type) && <Preview url={url} name={file.name} />}
      <a class="file" href={url} target="_blank" rel="noopener noreferrer" download={file.name}>
        {file.name}
      </a>
      <span class="muted">{fileSize(file.size, texts.tag)}</span>
      {!file.checked && (
        <span class="unchecked" title={texts.say("line.unsafe")}>
          {texts.say("line.unchecked")}
        </span>
      )}
    </>
  );
}

function Preview({ url, name }: { url: string; name: string }) {
  const inbox = useInbox();
  const texts = useTexts();
  const label = texts.say("line.open_file", { name });
  return (
    <button
      class="preview"
      type="button"
      aria-label={label}
      onClick={() => inbox.show({ kind: "picture", url, name })}
    >
      <img src={url} alt="" loading="lazy" width={160} height={100} />
    </button>
  );
}
