// Answers are saved as they are made: kept on the device first, sent until the server says that they are on its disk.
import * as answers from "./answers.js";
import { csrf, jitter, randomKey, renewCsrf } from "./page.js";
import { clock, say } from "./saying.js";
import * as store from "./store.js";

const AFTER_INPUT = 2000;
const AFTER_CHOICE = 400;
const AT_LEAST_EVERY = 15000;
const PATIENCE = 15000;
const BACK_OFF = { first: 500, most: 15000 };
const SUBMIT_WAITS = 3000;

const tab = (sessionStorage.tab ??= randomKey());
let places = [];
let sending = null;
let inFlight = false;
let pause = BACK_OFF.first;
let retry = 0;
let leaving = false;

export async function startOutbox() {
  places = [...document.querySelectorAll("[data-attempt][data-item]")].map(watch);
  for (const form of new Set(places.map((it) => it.form))) form?.addEventListener("submit", beforeSubmit);
  for (const field of document.querySelectorAll('input[name="tab_id"]')) field.value = tab;
  guardSignOut();
  addEventListener("online", () => flush());
  addEventListener("focus", () => flush());
  document.addEventListener("tirek:over", () => keepAll().then(flush));
  document.addEventListener("visibilitychange", () => document.hidden && keepAll().then(flush));
  addEventListener("pagehide", keepAll);
  addEventListener("beforeunload", warn);
  await Promise.all(places.map(restore));
  await flush();
}

// ---- One question: when something changes, keep it, then send it ---------------------

function watch(box) {
  const url = `${box.dataset.attempt}/answers/${box.dataset.item}`;
  const it = { box, url, form: box.closest("form"), seq: Number(box.dataset.seq || 0), known: shown(box) };
  box.addEventListener("input", (event) => changed(it, event.target));
  return it;
}

const shown = (box) => JSON.stringify(answers.read(box));
const isDirty = (it) => shown(it.box) !== it.known;

function changed(it, field) {
  const now = Date.now();
  it.since ??= now;
  const typed = field.type !== "radio" && field.type !== "checkbox";
  const wait = Math.min(jitter(typed ? AFTER_INPUT : AFTER_CHOICE), Math.max(it.since + AT_LEAST_EVERY - now, 0));
  clearTimeout(it.timer);
  it.timer = setTimeout(() => keep(it).then(flush), wait);
}

/** Put the answer into the outbox if it differs from what the server or the outbox has. Half an order waits there. */
async function keep(it) {
  clearTimeout(it.timer);
  it.since = undefined;
  if (!isDirty(it)) return;
  it.known = shown(it.box);
  const record = { url: it.url, seq: it.seq + 1, base_seq: it.seq, key: randomKey(), value: answers.read(it.box), tab_id: tab };
  await store.put(answers.isWhole(it.box) ? record : { ...record, stopped: "unfinished" });
}

const keepAll = () => Promise.all(places.map(keep));

/** After a reload the answer that was not sent stands in its fields again. */
async function restore(it) {
  const record = await store.get(it.url);
  if (!record || (record.stopped && record.stopped !== "unfinished")) return;
  answers.write(it.box, record.value);
  it.known = shown(it.box);
}

/** A form is posted only after the outbox had its turn, so that the two never overtake each other. */
async function beforeSubmit(event) {
  if (leaving) return;
  const form = event.currentTarget;
  const mine = places.filter((it) => it.form === form);
  if (!mine.some(isDirty) && !inFlight) {
    leaving = true;
    return;
  }
  event.preventDefault();
  const submitter = event.submitter;
  await Promise.all(mine.map(keep));
  await Promise.race([flush(), new Promise((done) => setTimeout(done, SUBMIT_WAITS))]);
  leaving = true;
  form.requestSubmit(submitter);
}

// ---- The outbox: one record after the other, with patience -------------------------

function flush() {
  clearTimeout(retry);
  sending ??= sendAll().finally(() => (sending = null));
  return sending;
}

async function sendAll() {
  for (;;) {
    const waiting = await unsent();
    if (!waiting.length) return;
    if (!(await send(waiting[0], waiting.length))) return;
  }
}

/** Records that may be sent: this page's first, then those of a page that was left. */
async function unsent() {
  const records = (await store.all()).filter((record) => !record.stopped);
  const mine = new Set(places.map((it) => it.url));
  return records.sort((a, b) => mine.has(b.url) - mine.has(a.url));
}

/** Send one record. Return whether the next one may follow at once. */
async function send(record, count) {
  const slow = setTimeout(() => say("saving"), 800);
  inFlight = true;
  try {
    const reply = await put(record);
    return await settle(record, reply, count);
  } catch {
    say("waiting", count);
    return again(pause);
  } finally {
    inFlight = false;
    clearTimeout(slow);
  }
}

function put({ url, seq, base_seq, key, value, tab_id }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(url, {
    method: "PUT",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify({ seq, key, base_seq, value, tab_id }),
    redirect: "manual",
    signal: stop.signal,
  }).finally(() => clearTimeout(timer));
}

async function settle(record, reply, count) {
  const facts = await reply.json().catch(() => ({}));
  if (reply.ok) return acknowledged(record, facts);
  if (reply.status === 410) return late(record);
  if (reply.status === 401) return say("signedOut", count), false;
  if (reply.status === 400 && facts.error === "stale_form" && !record.renewed) return renewed(record);
  if (reply.status === 409 && facts.error === "taken_over") return takenOver();
  if (reply.status === 409 && facts.error === "answer_stale") return stopped(record, "stale");
  if ([400, 403, 404, 409, 413, 422].includes(reply.status)) return stopped(record, "refused");
  say("failed");
  return again(Number(reply.headers.get("Retry-After")) * 1000 || pause);
}

/** On the server's disk. A newer answer that was made meanwhile builds on this one. */
async function acknowledged(record, facts) {
  pause = BACK_OFF.first;
  const it = places.find(({ url }) => url === record.url);
  if (it) follow(it, facts.seq ?? record.seq);
  const kept = await store.get(record.url);
  if (kept && kept.key !== record.key) {
    await store.put({ ...kept, seq: (facts.seq ?? record.seq) + 1, base_seq: facts.seq ?? record.seq });
  } else {
    await store.remove(record.url);
  }
  if (facts.stored_at) {
    const line = it?.box.querySelector("[data-kept]");
    if (line) line.textContent = line.dataset.kept.replace("{}", clock(facts.stored_at));
    say("saved", clock(facts.stored_at));
  }
  return true;
}

/** After the deadline the server keeps it apart and shows it to the examiner; it need not be sent again. */
async function late(record) {
  await store.remove(record.url);
  if (places.some((it) => it.url === record.url)) say("closed");
  return true;
}

/** The question and its hidden field now build on the stored answer, so that posting the form is not stale. */
function follow(it, seq) {
  it.seq = seq;
  it.box.dataset.seq = seq;
  const base = it.box.querySelector("[data-base]");
  if (base) base.value = seq;
}

/** Another tab of the same person has the attempt: nothing is sent until the person says that it goes on here. */
function takenOver() {
  say("takenOver");
  for (const form of document.querySelectorAll("[data-takeover]")) {
    form.querySelector('[name="tab_id"]').value = tab;
    form.hidden = false;
  }
  return false;
}

/** The server will not take it: it stays on the device and is not sent again until the answer changes. */
async function stopped(record, state) {
  await store.put({ ...record, stopped: state });
  if (places.some(({ url }) => url === record.url)) say(state);
  return true;
}

async function renewed(record) {
  await renewCsrf();
  await store.put({ ...record, renewed: true });
  return true;
}

function again(wait) {
  retry = setTimeout(flush, jitter(wait));
  pause = Math.min(pause * 2, BACK_OFF.most);
  return false;
}

// ---- Leaving ---------------------------------------------------------------------------

function warn(event) {
  if (!leaving && (inFlight || places.some(isDirty))) event.preventDefault();
}

/** Signing out empties the browser's storage, so unsent answers are sent first, or the person is asked. */
function guardSignOut() {
  for (const form of document.querySelectorAll("[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      if (leaving) return;
      event.preventDefault();
      await keepAll();
      await Promise.race([flush(), new Promise((done) => setTimeout(done, SUBMIT_WAITS))]);
      if ((await unsent()).length && !confirm(form.dataset.signOut)) return;
      leaving = true;
      form.submit();
    });
  }
}
