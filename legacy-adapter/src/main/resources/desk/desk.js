// The desk: asks the adapter every few seconds, and shows what it answers.

import { contact, get, getText, send } from './ask.js';
import { certificateTable, certificateText, chainWords } from './certificates.js';
import { checkList, lamps } from './checks.js';
import { DEEDS } from './deeds.js';
import { findings, reason, settle } from './findings.js';
import { arrive, mayDo, mayLook, maySeeCalls, words } from './me.js';
import { leaks } from './leaks.js';
import { affinity, pairs, parity, shadowed } from './parity.js';
import { bar, button, cut, h, link, many, number, outside, put, since, table, tick } from './page.js';
import { planDetail, reconciliation } from './reconciliation.js';
import { beforeSwitch, detail, running, sentence } from './running.js';

const EVERY = 5000;
const STEP = 1000;
const LOOK_AGAIN = 60_000;
const TOLD = 30_000;
const WAVES_SHOWN = 12;
const METHODS_SHOWN = 100;
const DOUBTS_SHOWN = 20;
const PAGE = 50;

/** What is asked, and in every how manieth round: some answers cost the database more, and change less. */
const SOURCES = {
  now: { path: 'desk/now', rounds: 1 },
  unconfirmed: { path: 'commands/unconfirmed', rounds: 1 },
  pulling: { path: 'pulling', rounds: 1 },
  pushing: { path: 'pushing', rounds: 1 },
  quarantine: { path: 'quarantine?limit=20', rounds: 1 },
  doubts: { path: 'strangling/doubts', rounds: 1 },
  restored: { path: 'strangling/restored?limit=1', rounds: 1 },
  cutOvers: { path: 'strangling/cut-overs?limit=50', rounds: 1 },
  halt: { path: 'strangling/halt', rounds: 1 },
  changes: { path: `strangling/log?limit=50`, rounds: 2 },
  shadow: { path: 'strangling/shadow', rounds: 2 },
  parity: { path: () => `strangling/parity${ofWave()}`, rounds: 2 },
  leaks: { path: 'strangling/leaks?settled=no&limit=20', rounds: 2 },
  causes: { path: () => `strangling/parity/causes${ofWave()}`, rounds: 6 },
  rules: { path: 'strangling/rules?limit=100', rounds: 6 },
  reconciliation: { path: 'strangling/reconciliation?limit=20', rounds: 6 },
  plans: { path: 'strangling/reconciliation/plans?limit=10', rounds: 6 },
  draining: { path: 'strangling/draining?limit=50', rounds: 6 },
  certificates: { path: 'strangling/certificates?before=999999999&limit=10', rounds: 6 },
  pending: { path: 'stock/pending', rounds: 6 },
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
let timer;
let asking = false;
let askAgain = false;

/** The wave whose parity is shown; empty for all that is in shadow. */
let parityOf = new URLSearchParams(location.hash.slice(1)).get('of') ?? '';
const ofWave = () => parityOf === '' ? '' : `?wave=${encodeURIComponent(parityOf)}`;

async function ask(name, wanted) {
  const path = typeof wanted === 'function' ? wanted() : wanted;
  const isWanted = () => typeof wanted !== 'function' || path === wanted();
  try {
    const answer = await get(path);
    // Another wave may have been chosen meanwhile.
    if (!isWanted()) return;
    answers[name] = answer;
    delete failures[name];
  } catch (failure) {
    if (isWanted()) failures[name] = { path, why: failure.message };
  }
}

async function askAll(whole) {
  if (asking) {
    askAgain ||= whole === true;
    return;
  }
  asking = true;
  clearTimeout(timer);
  const before = contact.answeredAt;
  const due = Object.entries(SOURCES).filter(([, { rounds }]) => whole === true || round % rounds === 0);
  await Promise.all(due.map(([name, { path }]) => ask(name, path)));
  if (contact.answeredAt === before && contact.silentSince === null) contact.silentSince = Date.now();
  round++;
  asking = false;
  show();
  if (askAgain) {
    askAgain = false;
    askAll(true);
    return;
  }
  timer = setTimeout(askAll, EVERY);
  lookAtNext();
  verifyWhenLonger();
}

/** While something is on its way to its switch people look at it step by step. */
async function askSteps() {
  const moving = answers.cutOvers?.cut_overs.filter(each => each.ended_at === undefined && each.step !== 'settle') ?? [];
  if (!document.hidden && !asking && moving.length > 0) {
    await ask('cutOvers', SOURCES.cutOvers.path);
    show();
    const still = new Set(answers.cutOvers.cut_overs.filter(each => each.ended_at === undefined && each.step !== 'settle').map(each => each.id));
    if (moving.some(each => !still.has(each.id))) askAll(true);
  }
  setTimeout(askSteps, STEP);
}

/** The checks of each wave that is shown, by its name: {at, direction, checks, why}. One wave is looked at in each round: that is work for the database. */
const looked = {};

const directionOf = wave => wave.skus === 0 ? undefined : wave.legacy === wave.skus ? 'cut_over' : wave.new === wave.skus && wave.kept === 0 ? 'roll_back' : undefined;

async function lookAtNext() {
  const next = shownWaves.filter(wave => directionOf(wave) !== undefined && !isOnItsWay(wave))
    .map(wave => ({ wave, last: looked[wave.wave] }))
    .filter(({ wave, last }) => last === undefined || last.direction !== directionOf(wave) || Date.now() - last.at > LOOK_AGAIN)
    .sort((one, other) => (one.last?.at ?? 0) - (other.last?.at ?? 0))[0];
  if (next === undefined || contact.silentSince !== null || !mayLook()) return;
  await lookAt(next.wave);
  show();
}

async function lookAt(wave) {
  const direction = directionOf(wave);
  try {
    const { checks } = await get(`strangling/waves/${encodeURIComponent(wave.wave)}/readiness?direction=${direction}`);
    looked[wave.wave] = { at: Date.now(), direction, checks };
  } catch (failure) {
    looked[wave.wave] = { at: Date.now(), direction, why: failure.message };
  }
}

/** The chain is recomputed when the page is opened, when a certificate has come, and when somebody asks: that takes a while. */
let verifiedUpTo;

async function verifyWhenLonger() {
  const last = answers.certificates?.certificates[0]?.id ?? 0;
  if (answers.certificates === undefined || last === verifiedUpTo) return;
  verifiedUpTo = last;
  await verify();
}

async function verify() {
  await ask('chain', 'strangling/certificates/verify');
  if (failures.chain) verifiedUpTo = undefined;
  say('chain', failures.chain ? `Whether the chain is whole is not known: ${failures.chain.why}.` : chainWords(answers.chain));
  show();
}

function say(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

/** Each part of the page, what it is shown from, and how. It is drawn when that has changed. */
const PARTS = [
  ['progress', ['progress'], showProgress],
  ['wrong', ['now', 'unconfirmed', 'doubts', 'restored', 'cutOvers', 'halt', 'chain', 'pending', 'toGiveBack', 'oversold', 'pulling', 'pushing', 'quarantine', 'shadow', 'leaks', 'reconciliation'], showWrong],
  ['running', ['cutOvers', 'halt', 'restored'], showRunning],
  ['waves', ['waves', 'cutOvers'], findWaves, () => looked],
  ['parity', ['parity', 'shadow', 'rules', 'causes', 'waves'], showParity, () => [parityOf, causesBy]],
  ['leaks', ['leaks'], showLeaks],
  ['reconciliation', ['reconciliation', 'plans'], showReconciliation],
  ['doubts', ['doubts'], showDoubts],
  ['quarantine', ['quarantine', 'now'], showQuarantine],
  ['feeds', ['pulling', 'pushing'], showFeeds],
  ['methods', ['methods'], showMethods],
  ['holds', ['progress', 'draining'], showHolds],
  ['certificates', ['certificates'], place => put(place, certificateTable(answers.certificates))],
  ['log', ['changes', 'resends', 'openings', 'replays'], showLog],
];
const drawn = {};

function show() {
  showAge();
  for (const [id, names, draw, more] of PARTS) {
    const state = JSON.stringify([names.map(name => answers[name]), more?.(), id === 'wrong' ? [failures, contact.silentSince] : names.map(name => failures[name]?.why)]);
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
  const { answeredAt, silentSince } = contact;
  const seconds = answeredAt === null ? null : Math.floor((Date.now() - answeredAt) / 1000);
  $('age').textContent = silentSince ? 'No answer' : seconds === null ? 'Asking …' : `Answered ${seconds < 2 ? 'just now' : `${seconds} seconds ago`}`;
  const silence = silentSince === null ? ''
    : answeredAt === null ? 'The adapter does not answer. It may be stopped, or this browser cannot reach it.'
    : `The adapter does not answer any more, since ${new Date(answeredAt).toLocaleTimeString('en-GB')}. All below is from then. Shops get no answer either: see whether its process runs.`;
  say('silence', silence);
  $('silence').hidden = silence === '';
}

/** A time so many seconds ago, whole ten seconds of the clock: so that it seems the same when it is. */
const before = seconds => new Date(Math.round((Date.now() / 1000 - seconds) / 10) * 10_000).toISOString();

/** What waits in quarantine, by reason. It is counted now and then; the list knows the latest. */
function waiting() {
  const counted = answers.now?.waiting ?? [];
  const listed = answers.quarantine?.entries ?? [];
  const codes = new Set([...listed, ...counted].map(each => each.reason));
  return [...codes].map(code => {
    const entries = listed.filter(each => each.reason === code);
    const all = counted.find(each => each.reason === code);
    return {
      code, count: Math.max(all?.count ?? 0, entries.length),
      oldest: entries[0]?.receivedAt ?? before(all?.oldest_seconds ?? 0),
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
  put(place,
    h('p', { class: 'sentence' }, all === 0 && lines === 0 ? `${far}.` : `${far}; ${left}.`),
    bar(share, `${Math.floor(100 * share)} percent of the SKUs are ours`),
    h('p', { class: 'quiet' }, byDefault === 'new' ? 'A SKU that is in no wave is ours.' : 'A SKU that is in no wave is the monolith’s.'));
}

function showRunning(place) {
  const { cutOvers, halt, restored } = answers;
  count('running', beforeSwitch(cutOvers.cut_overs).length);
  say('step', sentence(cutOvers, halt));
  put(place, running(cutOvers, halt, restored));
}

/** What is counted, what that is, and where more of it is. */
function showHolds(place) {
  const { skus, holds_the_monolith: holds } = answers.progress;
  const { skus: draining, next } = answers.draining ?? { skus: [] };
  const rows = [
    ['SKUs that it fulfils', skus.legacy, 'Cut them over, wave by wave.', '#waves'],
    ['Its open lines', holds.open_lines, `${many(holds.open_units, 'unit', 'units')}, of whatever SKU: it despatches or cancels them.`],
    ['SKUs of ours among these', holds.draining, `Below${holds.drains_again > 0 ? `; ${many(holds.drains_again, 'drains', 'drain')} once more` : ''}.`],
    ['SKUs whose stock it reports', holds.figures, 'Keep the stock of a wave, when goods are bought and counted with us.', '#waves'],
    ['Orders in doubt', holds.doubts, 'Settle them.', '#doubts'],
    ['Methods that are still called', holds.methods, 'Change who calls them, or wait until they are safe to delete.', '#methods'],
  ];
  put(place,
    table('Counted now', [
      ['What', ([what, , , path]) => path === undefined ? what : link(path, what)],
      ['How many', ([, value]) => number(value), 'number'],
      ['What ends it', ([, value, words]) => value === 0 ? 'It holds nothing.' : words],
    ], rows),
    draining.length > 0 && cut(draining, PAGE, next === undefined ? 'SKUs of ours of which the monolith has open lines' : 'The first SKUs of ours of which the monolith has open lines', [
      ['SKU', each => outside(each.sku)],
      ['Wave', each => outside(each.wave)],
      ['Lines', each => number(each.lines), 'number'],
      ['Units', each => number(each.units), 'number'],
      ['Settled', each => each.again ? ['it had, ', since(each.settled_at), '; a line has grown or was opened again'] : 'not yet'],
    ]));
}

function showWrong(place) {
  const all = findings({
    ...answers,
    waiting: waiting(),
    // What is away is said above them.
    unanswered: contact.silentSince || !answers.now?.well ? [] : Object.values(failures),
  });
  const wrong = all.filter(each => each.level !== 'note');
  const verdict = contact.silentSince ? 'What is wrong now is not known: the adapter does not answer.'
    : wrong.length === 0 ? 'Nothing is wrong that the adapter knows of.' : wrong.length === 1 ? 'One thing is wrong.' : `${number(wrong.length)} things are wrong, the worst first.`;
  say('verdict', verdict);
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
      ['Wave', wave => h('a', { href: wavePath(wave.wave, ''), 'data-key': wave.wave, title: 'Show its SKUs and checks' }, outside(wave.wave))],
      ['SKUs', wave => number(wave.skus), 'number'],
      ['Ours', wave => [number(wave.new), bar(wave.skus === 0 ? 0 : wave.new / wave.skus, `${number(wave.new)} of ${number(wave.skus)} are ours`)]],
      ['State', stateOf],
      ['Checks', checksOf],
      ['What you can do', deedsOf],
    ], shown));
  shownWaves = shown;
}

let shownWaves = [];

/** The one of a wave that has not ended. */
const underWay = wave => answers.cutOvers?.cut_overs.find(each => each.wave === wave.wave && each.ended_at === undefined);

const isOnItsWay = wave => underWay(wave) !== undefined && underWay(wave).switched_at === undefined;

function stateOf(wave) {
  const now = underWay(wave);
  const kept = wave.kept === 0 ? '' : wave.kept === wave.skus ? '; we keep the stock' : `; we keep the stock of ${number(wave.kept)}`;
  const route = wave.skus === 0 ? 'empty' : wave.legacy === wave.skus ? 'the monolith’s' : wave.new === wave.skus ? 'ours' : `${number(wave.new)} ours, ${number(wave.legacy)} the monolith’s`;
  return now === undefined ? `${route}${kept}` : [`${route}${kept}; `, link('#running', now.switched_at === undefined ? `on its way, at step ${now.step}` : `switched, at step ${now.step}`)];
}

function checksOf(wave) {
  const direction = directionOf(wave);
  const known = looked[wave.wave];
  if (isOnItsWay(wave)) return h('p', { class: 'quiet' }, 'They held when it began: ', link(`#cut-over=${underWay(wave).id}`, 'its checks'), '.');
  if (direction === undefined) {
    return h('p', { class: 'quiet' }, wave.skus === 0 ? 'It has no SKU.' : wave.kept > 0 ? 'There is no way back.' : 'A part of it has changed: make a wave of the rest.');
  }
  if (!mayLook()) return '';
  if (known?.direction !== direction) return h('p', { class: 'quiet' }, 'Not looked at yet.');
  return known.checks === undefined ? h('p', { class: 'quiet' }, 'Not known: ', outside(known.why), '.') : lamps(direction, known.checks);
}

function deedsOf(wave) {
  const direction = directionOf(wave);
  if (isOnItsWay(wave)) return link('#running', 'See what is under way');
  return [
    direction === 'cut_over' && button('cut-over', wave.wave, ['Cut over ', outside(wave.wave), ' …']),
    direction === 'roll_back' && button('roll-back', wave.wave, ['Roll back ', outside(wave.wave), ' …']),
    wave.new === wave.skus && wave.skus > 0 && wave.kept < wave.skus && button('keeper', wave.wave, 'Keep its stock …', { 'aria-label': `Keep the stock of ${wave.wave} …` }),
  ];
}

/** A page of a wave's SKUs has an address of its own, to go back to and to send to somebody. */
const wavePath = (wave, after) => `#${new URLSearchParams(after === '' ? { wave } : { wave, after })}`;

/** What has an address of its own: #wave=NAME, #cut-over=NUMBER, #certificate=NUMBER. Each is drawn into a place of its own. */
const DETAILS = [
  { name: 'wave', place: 'wave', title: value => ['SKUs of wave ', outside(value)], draw: drawWave },
  {
    name: 'cut-over', place: 'cutover', title: value => `Number ${value}`,
    draw: async id => {
      const found = await get(`strangling/cut-overs/${encodeURIComponent(id)}`);
      const back = found.cut_over.direction === 'roll_back';
      return [h('p', {}, back ? 'Rollback of wave ' : 'Cut-over of wave ', outside(found.cut_over.wave)), detail(found), h('p', {}, link('#running', 'Close'))];
    },
  },
  {
    name: 'certificate', place: 'certificate', title: value => `Certificate ${value}`,
    draw: async id => certificateText(id, await getText(`strangling/certificates/${encodeURIComponent(id)}`)),
  },
  {
    name: 'pairs', place: 'pairs', title: () => 'Both sides, beside each other',
    draw: async (_, parameters) => {
      const query = Object.fromEntries(['verdict', 'aspect', 'wave', 'sku', 'after'].flatMap(name => parameters.get(name) ? [[name, parameters.get(name)]] : []));
      return pairs(await get(`strangling/parity/verdicts?${new URLSearchParams({ ...query, current: 'true', limit: String(PAGE) })}`), query);
    },
  },
  {
    name: 'shadowed', place: 'shadowed', title: value => ['SKUs of wave ', outside(value), ' in shadow'],
    draw: async (wave, parameters) => {
      const after = parameters.get('after') ?? '';
      return shadowed(await get(`strangling/waves/${encodeURIComponent(wave)}/shadow?limit=${PAGE}&after=${encodeURIComponent(after)}`), after);
    },
  },
  {
    name: 'affinity', place: 'affinity', title: value => ['Orders that wave ', outside(value), ' would split'],
    draw: async wave => affinity(await get(`strangling/waves/${encodeURIComponent(wave)}/affinity`)),
  },
  { name: 'plan', place: 'plan', title: value => `Plan ${value}`, draw: async id => planDetail(await get(`strangling/reconciliation/plans/${encodeURIComponent(id)}`)) },
];

async function showDetail() {
  const asked = location.hash;
  const parameters = new URLSearchParams(asked.slice(1));
  if (parameters.has('find')) $('find').value = parameters.get('find');
  if (parameters.has('of')) {
    if (parameters.get('of') !== parityOf) chooseWave(parameters.get('of'));
    $('parity').focus();
    $('parity').scrollIntoView({ block: 'start' });
  }
  for (const { name, place: id, title, draw } of DETAILS) {
    const place = $(id);
    const value = parameters.get(name);
    place.hidden = !value;
    if (!value) continue;
    const heading = h('h3', { id: `h-${id}` }, title(value));
    let content;
    try {
      content = await draw(value, parameters);
    } catch (failure) {
      content = h('p', {}, 'Not answered: ', outside(failure.message), '.');
    }
    if (asked !== location.hash) return;
    put(place, heading, content);
    place.focus();
  }
}

async function drawWave(name, parameters) {
  const after = parameters.get('after') ?? '';
  const page = await get(`strangling/waves/${encodeURIComponent(name)}?limit=${PAGE}&after=${encodeURIComponent(after)}`);
  const direction = directionOf(page);
  if (after === '' && direction !== undefined && mayLook()) await lookAt(page);
  const known = after === '' && direction !== undefined && mayLook() ? looked[name] : undefined;
  return [
    table(after === '' ? `The first ${many(page.routes.length, 'SKU', 'SKUs')} of ${number(page.skus)}` : `${many(page.routes.length, 'SKU', 'SKUs')} after the page before`, [
      ['SKU', each => outside(each.sku)],
      ['Route', each => each.route === 'new' ? 'ours' : 'monolith’s'],
      ['Changed', each => each.epoch === 0 ? 'never' : many(each.epoch, 'time', 'times')],
    ], page.routes),
    h('p', {},
      page.next === undefined ? '' : [link(wavePath(name, page.next), 'Next page'), ' · '],
      after === '' ? '' : [link(wavePath(name, ''), 'First page'), ' · '],
      link('#waves', 'Close')),
    known !== undefined && h('h4', {}, direction === 'cut_over' ? 'Checks before it is cut over' : 'Checks before it is rolled back'),
    known !== undefined && (known.checks === undefined ? h('p', {}, 'Not known: ', outside(known.why), '.') : checkList(direction, known.checks, name)),
    known !== undefined && h('p', { class: 'buttons' }, direction === 'cut_over' ? button('cut-over', name, 'Cut over …', { 'data-key': `cut-over detail ${name}` }) : button('roll-back', name, 'Roll back …', { 'data-key': `roll-back detail ${name}` }), direction === 'cut_over' && link(`#${new URLSearchParams({ of: name })}`, 'What was compared in shadow')),
  ];
}

/** By what the causes are sorted: how many there are, or units at risk. */
let causesBy = 'verdicts';

/** What is not configured takes no room but for one sentence. */
function showParity(place) {
  const { shadow, parity: found } = answers;
  if (!shadow || !found) return;
  const waves = answers.waves?.waves ?? [];
  const differing = found.aspects.reduce((sum, each) => sum + (each.verdicts.worse ?? 0), 0);
  const isShown = shadow.configured || found.aspects.some(each => Object.keys(each.verdicts).length > 0);
  count('parity', differing);
  $('parity').querySelector('.what').hidden = !isShown;
  $('parity-wave').hidden = waves.length === 0 || (!isShown && parityOf === '');
  chooseAmong([...new Set([parityOf, ...waves.map(each => each.wave)])].filter(each => each !== ''));
  put(place, parity(answers, parityOf, causesBy));
}

/** The choice of waves; it is left alone while it is the same, since somebody may have it open. */
function chooseAmong(names) {
  const choice = $('parity-of');
  if ([...choice.options].slice(1).map(each => each.value).join('\n') !== names.join('\n')) {
    choice.replaceChildren(choice.options[0], ...names.map(name => h('option', { value: name }, `wave ${name}`)));
  }
  choice.value = parityOf;
}

/** Parity of another wave; it has an address: #of=NAME. */
async function chooseWave(wave) {
  parityOf = wave;
  for (const name of ['parity', 'causes']) delete answers[name];
  put(body('parity'), h('p', {}, 'Asking …'));
  await Promise.all(['parity', 'causes'].map(name => ask(name, SOURCES[name].path)));
  show();
}

function showLeaks(place) {
  count('leaks', answers.leaks.unsettled_skus);
  put(place, leaks(answers.leaks));
}

function showReconciliation(place) {
  if (!answers.plans) return;
  count('reconciliation', answers.reconciliation.counts);
  put(place, reconciliation(answers.reconciliation, answers.plans));
}

async function compareNow() {
  const pressed = $('compare');
  pressed.disabled = true;
  say('told', 'Comparing …');
  try {
    await send('POST', 'strangling/reconciliation');
    say('told', 'It was compared.');
  } catch (failure) {
    say('told', `It could not be compared: ${failure.message}.`);
  }
  clearTimeout(forgetting);
  forgetting = setTimeout(() => say('told', ''), TOLD);
  pressed.disabled = false;
  await Promise.all(['reconciliation', 'plans'].map(name => ask(name, SOURCES[name].path)));
  show();
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
      ['Entry', each => maySeeCalls() ? link(`quarantine/${each.id}`, `${each.id}`) : `${each.id}`],
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

/** What the log of routes calls its entries. */
const CHANGES = {
  begun: 'was begun', paused: 'was paused', switched: 'has switched: the routes have changed', done: 'is done', differs: 'ended: the stocks differ', given_up: 'gave up',
  not_accepted: 'ended: more would be left behind than was accepted', not_passed: 'ended: a check of the gate held no longer', aborted: 'was aborted', halted: 'Everything was halted', resumed: 'The halt was ended',
  keeper: 'We keep the stock', adopted: 'Newer routes were adopted', routes_older: 'Routes were found to be older than in allocation-service',
  rule_made: 'Something is ignored for a while', rule_ended: 'A rule was ended', better_acknowledged: 'What is better was acknowledged',
  counted_out: 'The monolith has set units aside', not_set_aside: 'The monolith has not set units aside',
};

const change = ({ what, wave, cut_over: number, reason: why }) => [
  number === undefined ? '' : [link(`#cut-over=${number}`, `Number ${number}`), ' '],
  CHANGES[what] ?? what.replaceAll('_', ' '), wave === undefined ? '' : [' (wave ', outside(wave), ')'], ': ', outside(why),
].flat();

function showLog(place) {
  const events = [
    ...(answers.changes?.entries ?? []).map(each => ({ at: each.at, who: each.by, what: change(each) })),
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
$('parity-of').addEventListener('change', event => {
  history.replaceState(null, '', `#${new URLSearchParams({ of: event.target.value })}`);
  chooseWave(event.target.value);
});
$('compare').addEventListener('click', compareNow);
$('verify').addEventListener('click', () => { say('chain', 'Recomputing it …'); verify(); });
document.addEventListener('click', event => {
  const pressed = event.target.closest?.('[data-deed]');
  if (pressed) DEEDS[pressed.dataset.deed](pressed.dataset.of, afterDeed);
  const sorting = event.target.closest?.('[data-order]');
  if (sorting) {
    causesBy = sorting.dataset.order;
    show();
  }
});

let forgetting;

/** All may be otherwise now; the reader is led to where it is shown, and to what has an address there. */
function afterDeed(place, words = 'It is done.', address = place) {
  say('told', words);
  clearTimeout(forgetting);
  forgetting = setTimeout(() => say('told', ''), TOLD);
  for (const name of Object.keys(looked)) delete looked[name];
  if (place) {
    history.replaceState(null, '', `#${address}`);
    $(place).focus();
    $(place).scrollIntoView({ block: 'start' });
    showDetail();
  }
  askAll(true);
}

addEventListener('hashchange', showDetail);
setInterval(() => { showAge(); tick(); }, 1000);

/** Who it is decides what is shown; as long as nobody says so nothing is, and it is asked again. */
async function begin() {
  try {
    await arrive();
  } catch {
    if (contact.answeredAt === null && contact.silentSince === null) contact.silentSince = Date.now();
    show();
    setTimeout(begin, EVERY);
    return;
  }
  say('me', words());
  $('logout').hidden = words() === '';
  document.querySelector('[data-deed="make-wave"]').hidden = !mayDo('make-wave');
  $('compare').hidden = !mayDo('compare-stock');
  showDetail();
  askSteps();
  askAll(true);
}

begin();
