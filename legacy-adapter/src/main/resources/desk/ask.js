// Asking the adapter: whatever goes wrong is an error whose message is words for people.

const PATIENCE = 20_000;

/** When it last answered, and since when it has not. */
export const contact = { answeredAt: null, silentSince: null };

/** An answer that is none of those hoped for. Without a status nobody has answered: it may have been done all the same. */
export class Refusal extends Error {
  constructor(words, status, problem = {}) {
    super(words);
    this.status = status;
    this.problem = problem;
  }
}

async function answer(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE), ...options });
  } catch (failure) {
    throw new Refusal(failure.name === 'TimeoutError' ? `nothing within ${PATIENCE / 1000} seconds` : failure.message);
  }
  contact.answeredAt = Date.now();
  contact.silentSince = null;
  if (response.status === 401) logIn();
  return response;
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  return new Refusal(problem.detail || problem.title || `status ${response.status}`, response.status, problem);
}

const AGAIN = 10_000;
const LOGIN = 'desk-login';

/** Without a session nothing is done; opening the page anew leads to the login, and back. Not again and again: then the login itself is wrong. */
function logIn() {
  try {
    if (Date.now() - Number(sessionStorage.getItem(LOGIN) ?? 0) < AGAIN) return;
    sessionStorage.setItem(LOGIN, String(Date.now()));
  } catch { /* Then there is no telling how often it was tried. */ return; }
  location.reload();
}

async function asked(path, type) {
  const response = await answer(path, { headers: { Accept: type } });
  if (!response.ok) throw await refusal(response);
  return response;
}

/** The JSON of the answer. */
export const get = async path => (await asked(path, 'application/json')).json();

/** The answer as text for people, where there is one beside the JSON. */
export const getText = async path => (await asked(path, 'text/plain')).text();

/** The JSON of the answer; undefined when it has none. */
export async function send(method, path, body) {
  const response = await answer(path, {
    method, headers: { Accept: 'application/json', 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!response.ok) throw await refusal(response);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}
