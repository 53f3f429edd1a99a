// The desk: asks the adapter every few seconds, and shows what it answers.

import { bar, h, link, many, number, outside, put, since, table, tick } from './page.js';
import { findings, reason, settle } from './findings.js';

const EVERY = 5000;
const PATIENCE = 20_000;
const WAVES_SHOWN = 12;
const METHODS_SHOWN = 100;
const DOUBTS_SHOWN = 20;
const PAGE = 50;

/** What is asked, and in every how manieth round: some answers cost the database more, and change less. */
const SOURCES = {
  health: { path: 'q/health/ready', rounds: 1 },
  metrics: { path: 'q/metrics', rounds: 1 },
  unconfirmed: { path: 'commands/unconfirmed', rounds: 1 },
  pulling: { path: 'pulling', rounds: 1 },
  pushing: { path: 'pushing', rounds: 1 },
  quarantine: { path: 'quarantine?limit=20', rounds: 1 },
  doubts: { path: 'strangling/doubts', rounds: 1 },
  restored: { path: 'strangling/restored?limit=1', rounds: 1 },
  toGiveBack: { path: 'stock/to-give-back', rounds: 6 },
  oversold: { path: 'stock/oversold', rounds: 6 },
  progress: { path: 'strangling', rounds: 6 },
  waves: { path: 'strangling/waves?limit=1000', rounds: 6 },
  methods: { path: 'strangling/methods', rounds: 6 },
  resends: { path: 'commands/resend', rounds: 6 },
  openings: { path: 'stock/openings', rounds: 6 },
  replays: { path: 'replays', rounds: 6 },
};

const answers = {};
const failures = {};
const $ = id => document.getElementById(id);
const body = id => $(id).querySelector('.body');
let round = 0;
let answeredAt = null;
let silentSince = null;
let timer;
let asking = false;

async function get(path) {
  const response = await fetch(path, {
    headers: { Accept: path === 'q/metrics' ? 'text/plain' : 'application/json' },
    cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
  });
  answeredAt = Date.now();
  silentSince = null;
  if (path === 'q/metrics' && response.ok) return metrics(await response.text());
  // Not ready is answered with 503, and with what is missing.
  if (response.ok || path === 'q/health/ready') return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || problem.title || `status ${response.status}`);
}

/** Of the text of Prometheus what the page needs: [{name, labels, value}]. */
function metrics(text) {
  return [...text.matchAll(/^(ficus_\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name, labels, value]) => ({
    name, value: Number(value),
    labels: Object.fromEntries([...(labels ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text])),
  }));
}

async function ask(name, path) {
  try {
    answers[name] = await get(path);
    delete failures[name];
  } catch (failure) {
    failures[name] = { path, why: failure.name === 'TimeoutError' ? `nothing within ${PATIENCE / 1000} seconds` : failure.message };
  }
}

async function askAll(whole) {
  if (asking) return;
  asking = true;
  clearTimeout(timer);
  const before = answeredAt;
  const due = Object.entries(SOURCES).filter(([, { rounds }]) => whole || round % rounds === 0);
  await Promise.all(due.map(([name, { path }]) => ask(name, path)));
  if (answeredAt === before && silentSince === null) silentSince = Date.now();
  round++;
  asking = false;
  timer = setTimeout(askAll, EVERY);
  show();
}

/** Each part of the page, what it is shown from, and how. It is drawn when that has changed. */
const PARTS = [
  ['progress', ['progress'], showProgress],
  ['wrong', ['health', 'unconfirmed', 'doubts', 'toGiveBack', 'oversold', 'pulling', 'pushing', 'quarantine', 'metrics'], showWrong],
  ['waves', ['waves'], findWaves],
  ['doubts', ['doubts'], showDoubts],
  ['quarantine', ['quarantine', 'metrics'], showQuarantine],
  ['feeds', ['pulling', 'pushing'], showFeeds],
  ['methods', ['methods'], showMethods],
  ['log', ['resends', 'openings', 'replays'], showLog],
];
const drawn = {};

function show() {
  showAge();
  for (const [id, names, draw] of PARTS) {
    const state = JSON.stringify([names.map(name => answers[name]), id === 'wrong' ? [failures, silentSince] : names.map(name => failures[name]?.why)]);
    if (drawn[id] === state || names.every(name => !answers[name] && !failures[name])) continue;
    drawn[id] = state;
    const lacking = names.filter(name => !answers[name]);
    if (lacking.length > 0 && id !== 'wrong' && lacking[0] === names[0]) {
      put(body(id), h('p', { class: 'quiet' }, 'Nothing is known: ', outside(failures[names[0]]?.why ?? 'it was not answered'), '.'));
    } else {
      draw(body(id));
    }
  }
}

function showAge() {
  const seconds = answeredAt === null ? null : Math.floor((Date.now() - answeredAt) / 1000);
  $('age').textContent = silentSince ? 'No answer' : seconds === null ? 'Asking …' : `Answered ${seconds < 2 ? 'just now' : `${seconds} seconds ago`}`;
  const silence = silentSince === null ? ''
    : answeredAt === null ? 'The adapter does not answer. It may be stopped, or this browser cannot reach it.'
    : `The adapter does not answer any more, since ${new Date(answeredAt).toLocaleTimeString('en-GB')}. All below is from then. Shops get no answer either: see whether its process runs.`;
  if ($('silence').textContent !== silence) $('silence').textContent = silence;
  $('silence').hidden = silence === '';
}

const metric = name => (answers.metrics ?? []).filter(each => each.name === name);

/** A time so many seconds ago, whole ten seconds of the clock: so that it seems the same when it is. */
const before = seconds => new Date(Math.round((Date.now() / 1000 - seconds) / 10) * 10_000).toISOString();

/** What waits in quarantine, by reason. The gauges are counted now and then; the list knows the latest. */
function waiting() {
  const gauge = (name, code) => metric(name).find(each => each.labels.reason === code)?.value ?? 0;
  const listed = answers.quarantine?.entries ?? [];
  const codes = new Set([...listed.map(each => each.reason), ...metric('ficus_legacy_quarantine_waiting').map(each => each.labels.reason)]);
  return [...codes].map(code => {
    const entries = listed.filter(each => each.reason === code);
    return {
      code, count: Math.max(gauge('ficus_legacy_quarantine_waiting', code), entries.length),
      oldest: entries[0]?.receivedAt ?? before(gauge('ficus_legacy_quarantine_oldest_seconds', code)),
    };
  }).filter(each => each.count > 0).sort((one, other) => other.count - one.count);
}

function showProgress(place) {
  const { skus, holds_the_monolith: holds, default_route: byDefault } = answers.progress;
  const ours = skus.new;
  const all = skus.new + skus.legacy;
  const share = all === 0 ? 0 : ours / all;
  const lines = holds.open_lines;
  const far = all === 0 ? 'No SKU has been seen yet'
    : ours === all ? `All ${many(all, 'SKU is', 'SKUs are')} ours`
    : `${number(ours)} of ${many(all, 'SKU', 'SKUs')} ${ours === 1 || all === 1 ? 'is' : 'are'} ours`;
  const left = lines === 0 ? 'the monolith has no open lines' : `the monolith still has ${many(lines, 'open line', 'open lines')}`;
  const holding = [
    lines > 0 && `${many(lines, 'open line', 'open lines')} (${many(holds.open_units, 'unit', 'units')})`,
    holds.figures > 0 && `${many(holds.figures, 'SKU', 'SKUs')} whose stock it reports by figures`,
    holds.doubts > 0 && `${many(holds.doubts, 'order', 'orders')} in doubt`,
    skus.legacy > 0 && `${many(skus.legacy, 'SKU', 'SKUs')} that it fulfils`,
  ].filter(Boolean);
  put(place,
    h('p', { class: 'sentence' }, all === 0 && lines === 0 ? `${far}.` : `${far}; ${left}.`),
    bar(share, `${Math.floor(100 * share)} percent of the SKUs are ours`),
    h('p', {}, holding.length === 0 ? 'Nothing that is counted here holds the monolith.' : `What still holds the monolith: ${holding.join(', ')}.`),
    h('p', { class: 'quiet' }, byDefault === 'new' ? 'A SKU that is in no wave is ours.' : 'A SKU that is in no wave is the monolith’s.'));
}

function showWrong(place) {
  const all = findings({
    ...answers,
    waiting: waiting(),
    defects: metric('ficus_unexpected_failures_total').filter(each => each.value > 0).map(each => ({ work: each.labels.work, count: each.value })),
    // What is away is said above them.
    unanswered: silentSince || answers.health?.status !== 'UP' ? [] : Object.values(failures),
  });
  const wrong = all.filter(each => each.level !== 'note');
  const verdict = silentSince ? 'What is wrong now is not known: the adapter does not answer.'
    : wrong.length === 0 ? 'Nothing is wrong that the adapter knows of.' : wrong.length === 1 ? 'One thing is wrong.' : `${number(wrong.length)} things are wrong, the worst first.`;
  if ($('verdict').textContent !== verdict) $('verdict').textContent = verdict;
  count('wrong', wrong.length);
  const label = { now: 'Now', soon: 'Soon', note: 'Note' };
  put(place, all.length === 0 ? [] : h('ul', { class: 'findings', role: 'list' }, all.map(({ level, what, next }) =>
    h('li', {}, h('span', { class: `label ${level}` }, label[level]), h('div', {}, h('p', {}, what), h('p', { class: 'quiet' }, next))))));
}

const count = (id, value) => { $(`count-${id}`).textContent = value > 0 ? number(value) : ''; };

/** The adapter looks for a wave: there may be more of them than it was asked for. A search has an address: #find=NAME. */
async function findWaves(place) {
  const sought = $('find').value.trim();
  if (sought === '') {
    showWaves(place, answers.waves, '');
    return;
  }
  try {
    const found = await get(`strangling/waves?limit=${WAVES_SHOWN}&name=${encodeURIComponent(sought)}`);
    // Somebody may have written on meanwhile.
    if (sought === $('find').value.trim()) showWaves(place, found, sought);
  } catch (failure) {
    if (sought === $('find').value.trim()) put(place, h('p', {}, 'Not found: ', outside(failure.message), '.'));
  }
}

/** The waves found, or all that were asked for; "next" is there where these may not be all. */
function showWaves(place, { waves: found, next }, sought) {
  const all = answers.waves.waves;
  const shown = found.slice(0, WAVES_SHOWN);
  count('waves', all.length);
  $('find').parentElement.hidden = all.length <= WAVES_SHOWN;
  if (all.length === 0) {
    put(place, h('p', {}, 'There is no wave yet. ', h('code', {}, 'PUT /strangling/waves/{wave}'), ' stores one: a JSON list of SKUs, or a CSV file.'));
    return;
  }
  put(place, found.length === 0 ? h('p', {}, 'No wave has such a name.') : table(
    sought !== '' && next !== undefined ? `The first ${shown.length} whose names contain this; write more of the name`
      : found.length > shown.length ? `The first ${shown.length} of ${next === undefined ? '' : 'more than '}${number(found.length)} waves; others are found by name`
      : many(found.length, 'wave', 'waves'),
    [
      ['Wave', wave => h('a', { href: wavePath(wave.wave, ''), 'data-key': wave.wave, title: 'Show its SKUs' }, outside(wave.wave))],
      ['SKUs', wave => number(wave.skus), 'number'],
      ['Ours', wave => number(wave.new), 'number'],
      ['Monolith’s', wave => number(wave.legacy), 'number'],
      ['Share', wave => bar(wave.skus === 0 ? 0 : wave.new / wave.skus, `${number(wave.new)} of ${number(wave.skus)} are ours`)],
    ], shown));
}

/** A page of a wave's SKUs has an address of its own, to go back to and to send to somebody. */
const wavePath = (wave, after) => `#${new URLSearchParams(after === '' ? { wave } : { wave, after })}`;

async function showWave() {
  const asked = location.hash;
  const place = $('wave');
  const parameters = new URLSearchParams(asked.slice(1));
  if (parameters.has('find')) $('find').value = parameters.get('find');
  const name = parameters.get('wave');
  const after = parameters.get('after') ?? '';
  place.hidden = !name;
  if (!name) return;
  try {
    const page = await get(`strangling/waves/${encodeURIComponent(name)}?limit=${PAGE}&after=${encodeURIComponent(after)}`);
    if (asked !== location.hash) return;
    put(place,
      h('h3', { id: 'h-wave' }, 'SKUs of wave ', outside(name)),
      table(after === '' ? `The first ${many(page.routes.length, 'SKU', 'SKUs')} of ${number(page.skus)}` : `${many(page.routes.length, 'SKU', 'SKUs')} after the page before`, [
        ['SKU', each => outside(each.sku)],
        ['Route', each => each.route === 'new' ? 'ours' : 'monolith’s'],
        ['Changed', each => each.epoch === 0 ? 'never' : many(each.epoch, 'time', 'times')],
      ], page.routes),
      h('p', {},
        page.next === undefined ? '' : [link(wavePath(name, page.next), 'Next page'), ' · '],
        after === '' ? '' : [link(wavePath(name, ''), 'First page'), ' · '],
        link('#waves', 'Close')));
  } catch (failure) {
    put(place, h('h3', { id: 'h-wave' }, 'SKUs of wave ', outside(name)), h('p', {}, 'Not answered: ', outside(failure.message), '.'));
  }
  place.focus();
}

function showDoubts(place) {
  const { doubts, orders } = answers.doubts;
  count('doubts', doubts);
  if (doubts === 0) {
    put(place, h('p', {}, 'No order is in doubt.'));
    return;
  }
  const shown = orders.slice(0, DOUBTS_SHOWN);
  put(place, table(doubts > shown.length ? `The oldest ${shown.length} of ${number(doubts)} orders in doubt` : many(doubts, 'order in doubt', 'orders in doubt'), [
    ['Order', each => [outside(each.shop), ' ', outside(each.number)]],
    ['Since', each => since(each.since)],
    ['Calls', each => number(each.calls), 'number'],
    ['Why', each => each.reason === undefined ? 'under way' : outside(each.reason)],
    ['When you know (true or false)', each => settle(each.shop, each.number)],
  ], shown));
}

function showQuarantine(place) {
  const reasons = waiting();
  const { entries, next } = answers.quarantine;
  count('quarantine', reasons.reduce((sum, each) => sum + each.count, 0) || entries.length);
  if (reasons.length === 0 && entries.length === 0) {
    put(place, h('p', {}, 'Nothing waits.'));
    return;
  }
  put(place,
    reasons.length > 0 && table('By reason', [
      ['Reason', each => link(`quarantine?reason=${encodeURIComponent(each.code)}`, each.code)],
      ['Waiting', each => number(each.count), 'number'],
      ['Oldest', each => since(each.oldest)],
      ['What it is', each => reason(each.code)[0]],
      ['What to do', each => reason(each.code)[1]],
    ], reasons),
    entries.length > 0 && table(next ? `The oldest ${entries.length}` : many(entries.length, 'entry', 'entries'), [
      ['Entry', each => link(`quarantine/${each.id}`, `${each.id}`)],
      ['Shop', each => outside(each.shop)],
      ['Order', each => each.orderNumber === undefined ? '' : outside(each.orderNumber)],
      ['SKU', each => each.sku === undefined ? '' : outside(each.sku)],
      ['Quantity', each => each.qty === undefined ? '' : outside(each.qty)],
      ['Reason', each => each.reason],
      ['Came', each => since(each.receivedAt)],
    ], entries),
    h('p', { class: 'quiet' }, 'An entry has the call it came in, which may name customers. ', link(`quarantine${next ? `?after=${next}` : ''}`, next ? 'The following ones' : 'As JSON')));
}

const state = (paused, failedFor) => paused ? 'paused' : failedFor ? ['fails: ', outside(failedFor)] : 'goes on';
const lag = seconds => seconds === undefined || seconds === null ? 'no round yet' : since(before(seconds));

function showFeeds(place) {
  const pulled = answers.pulling.feeds;
  const pushed = answers.pushing?.shops ?? [];
  put(place,
    pulled.length === 0 ? h('p', {}, 'No shop is asked for its orders: they call the adapter.') : table('Shops that are asked for their orders', [
      ['Feed', feed => outside(feed.feed)],
      ['State', feed => state(feed.paused, feed.failedFor)],
      ['Last round', feed => lag(feed.lagSeconds)],
      ['Done', feed => `${number(feed.done)} of ${number(feed.listed)}`, 'number'],
      ['Safe up to', feed => feed.watermark ? outside(feed.watermark.replace('T', ' ').slice(0, 19)) : ''],
    ], pulled),
    pushed.length === 0 ? h('p', {}, 'No shop is sent stock or order states.') : table('Shops that are sent stock and order states', [
      ['Shop', push => outside(push.shop)],
      ['State', push => state(push.paused, push.failedFor)],
      ['Last round', push => lag(push.lagSeconds)],
      ['Updates', push => number(push.told), 'number'],
      ['Refused', push => number(push.refused), 'number'],
      ['Differed', push => push.comparison ? `${number(push.comparison.drifted)} of ${number(push.comparison.listed)}` : '', 'number'],
    ], pushed));
}

function showMethods(place) {
  const { feeds, silent_for: silence } = answers.methods;
  const answered = ({ all, us, upstream, both, fault }) => all === 0 ? '' :
    [[us, 'us'], [upstream, 'the monolith'], [both, 'both'], [fault, 'a fault']].filter(([calls]) => calls > 0).map(([calls, who]) => `${who} ${number(calls)}`).join(', ');
  const safe = method => method.safe_to_delete ? 'yes' : method.safe_from ? ['not yet; ', since(method.safe_from)] : 'no, it is not watched';
  put(place,
    feeds.length === 0 && h('p', {}, 'No feed is watched.'),
    feeds.map(feed => [
      table(h('span', {}, 'Feed ', outside(feed.feed), feed.watched_since ? ['; watching began ', since(feed.watched_since)] : '; not watched yet', feed.methods.length > METHODS_SHOWN ? `; the first ${METHODS_SHOWN} of ${number(feed.methods.length)} methods` : ''), [
        ['Method', method => outside(method.method)],
        ['Last call', method => method.last_seen ? since(method.last_seen) : 'never'],
        ['Calls', method => number(method.calls.all), 'number'],
        ['Answered by', method => answered(method.calls)],
        ['Safe to delete', safe],
      ], feed.methods.slice(0, METHODS_SHOWN)),
      feed.others && h('p', { class: 'quiet' }, `Other methods, not counted apart: ${number(feed.others.calls.all)} calls.`)]).flat(),
    h('p', { class: 'quiet' }, `Safe means silent and watched for more than ${number(Math.round(silence / 86400))} days.`));
}

function showLog(place) {
  const events = [
    ...(answers.waves?.waves ?? []).filter(wave => wave.changed_at).map(wave => ({ at: wave.changed_at, what: ['Wave ', outside(wave.wave), ` was stored: ${many(wave.skus, 'SKU', 'SKUs')}`] })),
    ...(answers.resends?.resendings ?? []).map(each => ({ at: each.asked_at, who: each.by, what: ['Sending again what has changed since ', outside(each.since), `: ${each.state}. `, outside(each.reason)] })),
    ...(answers.openings?.openings ?? []).map(each => ({ at: each.begunAt, what: ['Opening stock of ', outside(each.shop), ` was imported: ${many(each.rows, 'row', 'rows')}, ${number(each.refused)} refused`, each.endedAt ? '' : '; not at its end'] })),
    ...(answers.replays?.replays ?? []).map(each => ({ at: each.startedAt, what: ['Replay of ', outside(each.file), `: ${each.state}, ${number(each.taken)} taken in, ${number(each.failed)} failed`] })),
  ].sort((one, other) => other.at.localeCompare(one.at)).slice(0, PAGE);
  put(place,
    events.length === 0 ? h('p', {}, 'Nothing has been changed by hand yet.') : table(many(events.length, 'change', 'changes'), [
      ['When', each => since(each.at)],
      ['Who', each => each.who === undefined ? '' : outside(each.who)],
      ['What', each => h('span', {}, each.what)],
    ], events),
    h('p', { class: 'quiet' }, 'Not in this list: ', answers.waves?.next === undefined ? '' : `waves after ${answers.waves.next}, `, 'what was done about an entry of the quarantine (it is at that entry), who stored a wave, and how doubts were settled (the database keeps it).'));
}

$('ask').addEventListener('click', () => askAll(true));
$('find').addEventListener('input', () => answers.waves && findWaves(body('waves')));
document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : askAll());
addEventListener('hashchange', showWave);
showWave();
setInterval(() => { showAge(); tick(); }, 1000);
askAll(true);
