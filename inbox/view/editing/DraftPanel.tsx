import type { Language, WireError } from "@firstline/client/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import type { EditingDesk } from "../../desk/editing";
import { type Drafts, draftKey, spanOfLine, type Verdict, withDraft } from "../../model/editing";
import { useTexts } from "../context";
import { ErrorLine } from "../ErrorLine";

interface Props {
  desk: EditingDesk;
  language: Language;
  files: string[];
  drafts: Drafts;
  change: (drafts: Drafts) => void;
}

/** Milliseconds of rest after which what was typed is checked. */
const REST = 900;

/** Pixels of a line (editing.css), and lines that stay in sight above the one that is shown. */
const LINE_HEIGHT = 20;
const LINES_ABOVE = 4;

/** A file of texts, to be changed and checked before it is saved anywhere. */
export function DraftPanel({ desk, language, files, drafts, change }: Props) {
  const texts = useTexts();
  const [file, setFile] = useState("bot");
  const [saved, setSaved] = useState<string | null>(null);
  const [error, setError] = useState<WireError | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const key = draftKey(language, file);
  const text = drafts[key] ?? saved ?? "";
  const verdict = useVerdict(desk, language, file, drafts[key]);
  useEffect(() => {
    let current = true;
    setSaved(null);
    void desk.file(language, file).then((ack) => {
      if (!current) return;
      setSaved(ack.ok ? ack.text : "");
      setError(ack.ok ? null : ack.error);
    });
    return () => {
      current = false;
    };
  }, [desk, language, file]);
  const write = (value: string) => change(withDraft(drafts, key, value, saved ?? ""));
  const show = (line: number) => {
    const { current } = field;
    if (!current) return;
    current.focus();
    current.setSelectionRange(...spanOfLine(text, line));
    current.scrollTop = (line - LINES_ABOVE) * LINE_HEIGHT;
  };
  return (
    <section class="editing-panel" aria-labelledby="draft-title">
      <header>
        <h2 id="draft-title">{texts.say("editing.texts")}</h2>
        <label class="editing-choice">
          <span>{texts.say("editing.file")}</span>
          <select
            class="select"
            value={file}
            onChange={({ currentTarget }) => setFile(currentTarget.value)}
          >
            {files.map((name) => (
              <option key={name} value={name}>
                {name}.yml{drafts[draftKey(language, name)] !== undefined ? " •" : ""}
              </option>
            ))}
          </select>
        </label>
        <button
          class="button quiet"
          type="button"
          disabled={drafts[key] === undefined}
          onClick={() => write(saved ?? "")}
        >
          {texts.say("editing.discard")}
        </button>
      </header>
      <p class="muted">{texts.say("editing.unsaved")}</p>
      <textarea
        ref={field}
        class="editing-text"
        aria-label={texts.say("editing.text_of", { file: `${file}.yml` })}
        spellcheck={false}
        wrap="off"
        disabled={saved === null}
        value={text}
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
      <ErrorLine error={error} />
      <Findings verdict={verdict} changed={drafts[key] !== undefined} show={show} />
    </section>
  );
}

type Outcome = Verdict | "working" | null;

/** The check of a draft, once its writer rests. */
function useVerdict(
  desk: EditingDesk,
  language: Language,
  file: string,
  draft: string | undefined,
): Outcome {
  const [outcome, setOutcome] = useState<Outcome>(null);
  useEffect(() => {
    setOutcome(draft === undefined ? null : "working");
    if (draft === undefined) return;
    let current = true;
    const rest = setTimeout(async () => {
      const ack = await desk.check(language, file, draft);
      if (current) setOutcome(ack.ok ? ack : null);
    }, REST);
    return () => {
      current = false;
      clearTimeout(rest);
    };
  }, [desk, language, file, draft]);
  return outcome;
}

interface FindingsProps {
  verdict: Outcome;
  changed: boolean;
  show: (line: number) => void;
}

function Findings({ verdict, changed, show }: FindingsProps) {
  const texts = useTexts();
  return (
    <div class="editing-findings" aria-live="polite">
      {verdict === "working" && <p class="muted">{texts.say("editing.checking")}</p>}
      {!changed && <p class="muted">{texts.say("editing.as_saved")}</p>}
      {verdict !== null && verdict !== "working" && (
        <>
          {verdict.problems.length === 0 && (
            <p>
              <span class="tone-solved">✓</span> {texts.say("editing.in_order")}
            </p>
          )}
          <ul>
            {verdict.problems.map((found) => (
              <li key={`${found.line}${found.text}`}>
                <button class="button quiet small" type="button" onClick={() => show(found.line)}>
                  {texts.say("editing.line", { line: found.line })}
                </button>{" "}
                {found.text}
              </li>
            ))}
          </ul>
          {verdict.elsewhere.length > 0 && (
            <details>
              <summary>
                {texts.say("editing.elsewhere", { count: verdict.elsewhere.length })}
              </summary>
              <ul class="editing-lines">
                {verdict.elsewhere.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </div>
  );
}
