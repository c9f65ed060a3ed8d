/* A session ends after some hours without a click. Five minutes before, the status line says so and offers to go on. */

import { say } from "./status.js";

const WARN_BEFORE = 5 * 60 * 1000;
let timer;

const clock = (date) => date.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

async function goOn(idle) {
  const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
  if (answer?.ok) {
    say("You stay signed in.");
    watch(idle);
  } else say("You are signed out. Your text is kept on this device; sign in again to save it.", "fail");
}

function watch(idle) {
  clearTimeout(timer);
  const ends = new Date(Date.now() + idle);
  timer = setTimeout(() => say(`You will be signed out at ${clock(ends)}. Your text is kept on this device.`, "warn",
    { words: "Stay signed in", run: () => goOn(idle) }), Math.max(idle - WARN_BEFORE, 0));
}

export function startSession() {
  const idle = Number(document.body.dataset.idle) * 1000;
  if (!idle) return;
  watch(idle);
  document.body.addEventListener("htmx:afterOnLoad", () => watch(idle));
}
