import { countdown } from "@firstline/client/format";
import type { WireError } from "@firstline/client/protocol";
import { useState } from "preact/hooks";
import { now, useNow } from "../desk/ticker";
import { useInbox, useTexts } from "./context";
import { errorText } from "./ErrorLine";
import { LanguageSelect } from "./LanguageSelect";

interface Refusal {
  error: WireError;
  /** When the desk lets the next try through. */
  until: number;
}

export function SignIn() {
  const inbox = useInbox();
  const texts = useTexts();
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const wait = Math.max(0, (refusal?.until ?? 0) - useNow());

  const submit = async (event: Event) => {
    event.preventDefault();
    if (working || wait > 0) return;
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    setWorking(true);
    const error = await inbox.signIn(String(fields.get("email")), String(fields.get("password")));
    setWorking(false);
    setRefusal(error && { error, until: now() + (error.retry_after ?? 0) });
  };

  return (
    <main class="signin">
      <form class="signin-card" onSubmit={submit}>
        <p class="wordmark">{texts.say("product")}</p>
        <h1>{texts.say("signin.title")}</h1>
        <label class="field">
          <span>{texts.say("signin.email")}</span>
          <input name="email" type="email" autocomplete="username" required autofocus />
        </label>
        <label class="field">
          <span>{texts.say("signin.password")}</span>
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <p class="form-error" role="alert">
          {refusal && errorText(refusal.error, texts, "signin.failed")}
          {wait > 0 && ` ${texts.say("signin.wait", { left: countdown(wait + 999) })}`}
        </p>
        <button class="button strong" type="submit" aria-disabled={working || wait > 0}>
          {texts.say(working ? "signin.working" : "signin.submit")}
        </button>
        <LanguageSelect label={texts.say("signin.language")} />
      </form>
    </main>
  );
}
