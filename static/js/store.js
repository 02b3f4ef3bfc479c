// Answers on this device, until the server has acknowledged them. One record per attempt and item, in IndexedDB.

const NAME = "tirek";
const STORE = "answers";

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "url" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let database;

async function run(mode, act) {
  database ??= open();
  const store = (await database).transaction(STORE, mode).objectStore(STORE);
  return new Promise((resolve, reject) => {
    const request = act(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// A private window may refuse IndexedDB: then the records live as long as the page, and saving still works.
const memory = new Map();
const orMemory = (attempt, otherwise) => attempt.catch(otherwise);

export const put = (record) =>
  orMemory(run("readwrite", (store) => store.put(record)), () => memory.set(record.url, record));
export const all = () => orMemory(run("readonly", (store) => store.getAll()), () => [...memory.values()]);
export const get = (url) => orMemory(run("readonly", (store) => store.get(url)), () => memory.get(url));
export const remove = (url) => orMemory(run("readwrite", (store) => store.delete(url)), () => memory.delete(url));
