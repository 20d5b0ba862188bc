/** Tells an agent who looks elsewhere: a notification of the browser, a short tone. Both only if wished for. */

import type { DeskNotice } from "../model/wire";
import { keep, kept } from "./storage";

export interface AlertSettings {
  notifications: boolean;
  sound: boolean;
}

const KEY = "alerts";

export class Alerts {
  settings: AlertSettings = read();
  /** Puts a notice into words; set by the page once its texts are there. */
  words: (notice: DeskNotice) => string = (notice) => notice.number;
  opened: (number: string) => void = () => undefined;

  /** Asks the browser where it has to be asked; gives what holds now. */
  async set(change: Partial<AlertSettings>): Promise<AlertSettings> {
    const wished = { ...this.settings, ...change };
    this.settings = { ...wished, notifications: wished.notifications && (await mayNotify()) };
    keep(KEY, JSON.stringify(this.settings));
    return this.settings;
  }

  tell(notice: DeskNotice): void {
    if (this.settings.sound) beep();
    if (!this.settings.notifications || document.visibilityState === "visible") return;
    const shown = new Notification(this.words(notice), { tag: notice.conversation });
    shown.onclick = () => {
      window.focus();
      this.opened(notice.number);
    };
  }
}

async function mayNotify(): Promise<boolean> {
  if (!("Notification" in window)) return false;
  return (await Notification.requestPermission()) === "granted";
}

/** A short, soft tone; made here, so that no sound has to be loaded. */
function beep(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.08, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.25);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.25);
  tone.onended = () => void audio.close();
}

function read(): AlertSettings {
  const settings = { notifications: false, sound: false };
  try {
    return { ...settings, ...JSON.parse(kept(KEY) ?? "{}") };
  } catch {
    return settings;
  }
}
